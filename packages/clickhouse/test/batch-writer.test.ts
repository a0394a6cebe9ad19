import { readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { connect } from '../src/index.ts';
import type { WriterCounters } from '../src/index.ts';
import { countingTables, ids, until } from './counting-tables.ts';

const tables = countingTables();

describe('batchWriter', () => {
  it('sends rows when their time is up, without being asked', async () => {
    const subject = tables.writer();
    subject.add('wire', ids(0, 3));
    expect(subject.counters().queued.rows).toBe(3);
    await until(subject, ({ sent }) => sent.rows === 3);
    expect(await tables.counted()).toEqual([3, 3]);
    expect(subject.counters()).toMatchObject({
      queued: { rows: 0, bytes: 0 },
      spooled: { rows: 0, batches: 0 },
      sent: { rows: 3, batches: 1 },
      fault: null,
    });
  });

  it('sends a batch that is full before its time', async () => {
    const subject = tables.writer({ flushInterval: 60_000, maxRows: 10 });
    subject.add('wire', ids(0, 25));
    const { sent, queued } = await until(subject, (state) => state.sent.rows === 20);
    expect(sent.batches).toBe(2);
    expect(queued.rows).toBe(5);
  });

  it('leaves nothing on disk once all is sent', async () => {
    const subject = tables.writer();
    subject.add('wire', ids(0, 100));
    await subject.close();
    expect(readdirSync(join(tables.spool(), 'batches'))).toEqual([]);
  });

  it.each(['refuse', 'hang'] as const)(
    'keeps everything on disk while the engine does %s and sends it once afterwards',
    async (fault) => {
      const client = connect({ url: tables.engine().url, requestTimeout: 1000 });
      const subject = tables.writer({ client });
      await tables.engine()[fault]();
      for (let batch = 0; batch < 20; batch += 1) {
        subject.add('wire', ids(batch * 10, 10));
        await sleep(60);
      }
      const isAway = ({ spooled, fault: told }: WriterCounters): boolean =>
        spooled.rows === 200 && told !== null;
      const away = await until(subject, isAway);
      expect(away.fault).toMatchObject({ part: 'engine' });
      expect(away.queued).toEqual({ rows: 0, bytes: 0 });
      await tables.engine().serve();
      await until(subject, ({ sent }) => sent.rows === 200);
      // A request that timed out may have arrived all the same: its token counts it once.
      expect(await tables.counted()).toEqual([200, 200]);
      expect(subject.counters().fault).toBeNull();
      await subject.close();
      await client.close();
    },
  );

  it('counts a batch once in every rollup when its answer was lost', async () => {
    const client = connect({ url: tables.engine().url });
    const exec = client.exec.bind(client);
    let lost = 0;
    client.exec = async (parameters) => {
      const outcome = await exec(parameters);
      if (lost++ < 3) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      return outcome;
    };
    const subject = tables.writer({ client });
    subject.add('wire', ids(0, 10));
    await until(subject, ({ sent }) => sent.rows === 10);
    expect(subject.counters().retries).toBe(3);
    expect(await tables.counted()).toEqual([10, 10]);
    await client.close();
  });

  it('parks the one row that the engine rejects and counts the others', async () => {
    const subject = tables.writer();
    subject.add('wire', [...ids(0, 40), { id: 'no number' }, ...ids(40, 40)]);
    await until(subject, ({ parked }) => parked === 1);
    await subject.flush();
    expect(await tables.counted()).toEqual([80, 80]);
    const [line = ''] = readFileSync(join(tables.spool(), 'dead-letters.jsonl'), 'utf8').split(
      '\n',
    );
    const parked: unknown = JSON.parse(line);
    expect(parked).toMatchObject({
      table: 'wire',
      rows: ['{"id":"no number"}'],
      error: { code: expect.stringMatching(/^\d+$/), message: expect.stringContaining('number') },
    });
    expect(subject.counters().fault).toBeNull();
  });

  it('finds again what a writer left behind, whole records only', async () => {
    await tables.engine().refuse();
    const first = tables.writer();
    first.add('wire', ids(0, 10));
    await first.flush();
    first.add('wire', ids(10, 10));
    await first.flush();
    await first.close({ timeout: 100 });
    const [folder = ''] = readdirSync(join(tables.spool(), 'batches'));
    const segment = join(tables.spool(), 'batches', folder, '00000001.spool');
    // The crash that tore the second record.
    truncateSync(segment, readFileSync(segment).length - 5);

    await tables.engine().serve();
    const second = tables.writer();
    await until(second, ({ sent }) => sent.rows === 10);
    expect(second.counters().recovered).toBe(10);
    expect(await tables.counted()).toEqual([10, 10]);
  });

  it('leaves what a living process writes alone', async () => {
    await tables.engine().refuse();
    const first = tables.writer();
    first.add('wire', ids(0, 10));
    await first.flush();
    const second = tables.writer();
    await second.flush();
    expect(second.counters().recovered).toBe(0);
    expect(first.counters().spooled.rows).toBe(10);
  });

  it('drops the oldest first when the spool is full, and counts them', async () => {
    await tables.engine().refuse();
    const subject = tables.writer({ maxSpoolBytes: 64 * 1024 });
    for (let batch = 0; batch < 30; batch += 1) {
      subject.add('wire', ids(batch * 1000, 500));
      await subject.flush();
    }
    const { dropped, spooled } = subject.counters();
    expect(spooled.bytes).toBeLessThanOrEqual(64 * 1024);
    expect(dropped.spool_full).toBeGreaterThan(0);
    expect(dropped.spool_full + spooled.rows).toBe(15_000);
    await tables.engine().serve();
    await until(subject, ({ sent }) => sent.rows === spooled.rows);
    // The newest are there: the last batch has the highest ids.
    const [sums] = await tables
      .engine()
      .rows<{ s: string }>('SELECT toString(sum(s)) AS s FROM sums');
    expect(Number(sums?.s)).toBeGreaterThan(spooled.rows * 14_000);
  });

  it('goes on in memory while the spool cannot be written, within its bound', async () => {
    const blocked = join(tables.spool(), 'a-file');
    writeFileSync(blocked, '');
    await tables.engine().refuse();
    const subject = tables.writer({ spool: join(blocked, 'inside'), maxMemoryBytes: 4096 });
    for (let batch = 0; batch < 100; batch += 1) {
      subject.add('wire', ids(batch * 10, 10));
      await subject.flush();
    }
    const { dropped, queued, fault } = subject.counters();
    expect(queued.bytes).toBeLessThanOrEqual(4096);
    expect(dropped.memory_full + queued.rows).toBe(1000);
    expect(fault).not.toBeNull();
    await tables.engine().serve();
    await until(subject, ({ sent }) => sent.rows === queued.rows);
  });

  it('never throws on a row, and counts the one that is no JSON', async () => {
    const subject = tables.writer();
    const circle: { self?: object } = {};
    circle.self = circle;
    expect(() => subject.add('wire', [circle, { id: 10n }, { id: 1 }])).not.toThrow();
    await subject.flush();
    expect(subject.counters()).toMatchObject({ dropped: { unserialisable: 2 }, sent: { rows: 1 } });
  });

  it('refuses a table name that is not one', () => {
    expect(() => tables.writer().add('wire; DROP TABLE sums', [{}])).toThrow(
      expect.objectContaining({ code: 'ERR_EMAS_CLICKHOUSE_TABLE' }),
    );
  });

  it('names the option that is wrong', () => {
    expect(() => tables.writer({ maxRows: 0 })).toThrow(
      /"maxRows": expected rows from 1.*received a number/,
    );
    const misspelt: object = { flushIntervall: 5 };
    expect(() => tables.writer(misspelt)).toThrow(/did you mean "flushInterval"/);
  });
});
