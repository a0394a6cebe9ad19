import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { batchWriter, connect } from '@emas/clickhouse';
import type { BatchWriter, WriterCounters } from '@emas/clickhouse';
import { startCountingEngine } from '../../../test/engine/counting-engine.ts';
import type { CountingEngine, Insert } from '../../../test/engine/counting-engine.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { runEmas } from './run-emas.ts';
import type { Ended } from './run-emas.ts';

/** What a terminal would obey. */
const HOSTILE = '\u001b[31m\u009b2J';

let engine: CountingEngine;
let client: ReturnType<typeof connect>;
let data = '';
const open: BatchWriter[] = [];
beforeEach(async () => {
  engine = await startCountingEngine();
  client = connect({ url: engine.url });
  data = mkdtempSync(join(tmpdir(), 'emas-spools-'));
});
afterEach(async () => {
  engine.fault = undefined;
  for (const writer of open.splice(0)) await writer.close();
  await client.close();
  await engine.stop();
  rmSync(data, { recursive: true });
});

const emas = (...words: readonly string[]): Promise<Ended> =>
  runEmas(['spool', ...words], { EMAS_DATA: data });
/** As an app has it: its rounds take 50 ms here, and 15 s by default. */
const writer = (): BatchWriter => {
  const spool = join(data, 'spool', 'traffic');
  const retry = { base: 5, cap: 20 };
  const made = batchWriter({ client, spool, flushInterval: 20, retry, ownerTimeout: 1000 });
  open.push(made);
  return made;
};
const until = (
  subject: BatchWriter,
  holds: (state: WriterCounters) => boolean,
): Promise<WriterCounters> =>
  waitUntil('the writer', () => (holds(subject.counters()) ? subject.counters() : undefined), {
    state: () => subject.counters(),
  });
const isBad = ({ lines }: Insert): boolean => lines.some((line) => line.includes('bad'));
const BAD = [
  { id: 100, is: 'bad' },
  { id: 101, is: `bad ${HOSTILE}` },
];

/** An app that has two rows rejected, which are parked. */
async function appWithParkedRows(): Promise<BatchWriter> {
  engine.fault = (insert) => (isBad(insert) ? { code: 27 } : undefined);
  const app = writer();
  for (const bad of BAD) app.add('wire', [{ id: bad.id - 100 }, bad, { id: bad.id - 90 }]);
  app.add('wire', [{ id: 50 }]);
  await until(app, ({ parked }) => parked === 2);
  await until(app, ({ spooled }) => spooled.rows === 0);
  return app;
}

describe('emas spool', () => {
  it('lists what waits, where and since when, with its name alone too', async () => {
    engine.fault = () => ({ status: 503, html: '' });
    const app = writer();
    app.add('wire', [{ id: 1 }, { id: 2 }]);
    await until(app, ({ spooled, retries }) => spooled.rows === 2 && retries > 0);
    const listed = await emas('list');
    expect(listed).toMatchObject({ code: 0, err: '' });
    expect(listed.out).toMatch(
      new RegExp(
        `^spool +table +rows +batches +oldest \\(UTC\\) +held by\ntraffic +wire +2 +1 +\\d{4}-\\S+ \\S+ +process ${process.pid}\n\nNothing is parked\\.\n$`,
      ),
    );
    expect(await emas()).toEqual(listed);
    const { oldest } = app.counters();
    expect(JSON.parse((await emas('--json')).out)).toEqual({
      waiting: [
        {
          ...{ spool: 'traffic', table: 'wire', rows: 2, batches: 1 },
          ...{ oldest, owner: 'running', pid: process.pid },
        },
      ],
      parked: [],
    });
    await app.close({ timeout: 10 });
    expect((await emas('list', join(data, 'spool', 'traffic'))).out).toMatch(
      /wire +2 .* nobody: the next app sends them\n/,
    );
  });

  it('lists, shows and sends again what was parked, each row once', async () => {
    const app = await appWithParkedRows();
    const listed = await emas('list');
    expect(listed.code).toBe(1);
    expect(listed.out).toMatch(
      /^Nothing waits\.\n\nspool +table +parked .*\ntraffic +wire +2 .* 27: /,
    );
    expect(listed.out).toMatch(/\n2 rows parked\.\n$/);
    const shown = await emas('show');
    expect(shown.code).toBe(0);
    expect(shown.out).toContain('{"id":100,"is":"bad"}');
    expect(shown.out).toContain('Code: 27. DB::Exception: Stood in for.');
    expect(shown.out).not.toMatch(/[\u001b\u009b]/);
    const latest = JSON.parse((await emas('show', '--limit', '1', '--json')).out) as unknown;
    expect(latest).toMatchObject([{ spool: 'traffic', table: 'wire', error: { code: '27' } }]);
    expect((await emas('show', '--table', 'other')).out).toBe('Nothing is parked.\n');

    // Nothing was corrected: they are rejected again, while others get through.
    expect((await emas('retry')).out).toBe('traffic: the app sends 2 rows again.\n');
    expect((await emas('list')).out).toContain('Nothing is parked.');
    await waitUntil('the rows to be parked again', async () => {
      app.add('wire', [{ id: 51 }]);
      await app.flush();
      return app.counters().parked === 4;
    });
    engine.fault = undefined;
    expect(JSON.parse((await emas('retry', '--json')).out)).toEqual([
      { spool: 'traffic', rows: 2 },
    ]);
    expect((await emas('retry')).out).toBe('Nothing is parked.\n');
    // Each was parked by itself, and either may be sent first.
    await waitUntil('the rows to be counted', () =>
      BAD.every(({ id }) => engine.counts('wire').has(id)),
    );
    for (const { id } of BAD) expect(engine.counts('wire').get(id)).toBe(1);
    const { dropped } = app.counters();
    expect(Object.values(dropped).every((count) => count === 0)).toBe(true);
  });

  it('has them sent by the next app where none runs', async () => {
    const app = await appWithParkedRows();
    await app.close();
    engine.fault = undefined;
    expect((await emas('retry')).out).toBe('traffic: the app sends 2 rows again.\n');
    expect((await emas('list')).out).toMatch(/traffic +wire +2 +2 .* nobody/);
    const next = writer();
    await until(next, ({ sent }) => sent.rows === 2);
    expect(next.counters().recovered).toBe(2);
    for (const { id } of BAD) expect(engine.counts('wire').get(id)).toBe(1);
    expect((await emas('list')).out).toBe('Nothing waits.\n\nNothing is parked.\n');
  });

  it('counts rows once that were parked twice, or whose app dies in between', async () => {
    const app = await appWithParkedRows();
    await app.close();
    const letters = join(data, 'spool', 'traffic', 'dead-letters.jsonl');
    const shown = JSON.parse((await emas('show', '--json')).out) as object[];
    // A crash between a letter and what remembers it leaves a second one; a full disk a torn one.
    const lines = [...shown, ...shown].map((letter) => JSON.stringify(letter));
    writeFileSync(letters, `${lines.join('\n')}\n{"at":"2026`);
    engine.fault = () => ({ status: 503, html: '' });
    expect((await emas('retry')).out).toBe('traffic: the app sends 2 rows again.\n');
    const first = writer();
    await until(first, ({ recovered, retries }) => recovered === 2 && retries > 3);
    await first.close({ timeout: 10 });
    engine.fault = undefined;
    const second = writer();
    await until(second, ({ sent }) => sent.rows === 2);
    for (const { id } of BAD) expect(engine.counts('wire').get(id)).toBe(1);
  });

  it('says so where there is no spool', async () => {
    mkdirSync(join(data, 'spool', 'something'), { recursive: true });
    expect(await emas('list')).toMatchObject({
      code: 3,
      err: expect.stringContaining(`There is no spool in ${data}/spool (of EMAS_DATA).`),
    });
    expect(await emas('retry', '/nowhere')).toMatchObject({
      code: 3,
      err: expect.stringContaining('The folder /nowhere does not exist.'),
    });
    const nowhere = await runEmas(['spool', 'show']);
    expect(nowhere).toMatchObject({ code: 2, err: expect.stringContaining('EMAS_DATA') });
  });

  it('has help of its own', async () => {
    const { code, out } = await emas('--help');
    expect(code).toBe(0);
    for (const name of ['list', 'show', 'retry'])
      expect(out).toMatch(new RegExp(`^ +${name} `, 'm'));
  });
});
