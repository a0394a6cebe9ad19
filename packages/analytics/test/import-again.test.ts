import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DAY_MS, FROM, HITS, startForgetting } from './forgetting-harness.ts';
import type { ForgettingHarness } from './forgetting-harness.ts';
import { requestLine } from './import-harness.ts';

/* Logs are counted again, or forgotten, one by one. */

let harness: ForgettingHarness;
let run = 0;
let app: string;
beforeAll(async () => {
  harness = await startForgetting();
});
afterAll(async () => harness.imports.stop());

const nextApp = (): string => {
  run += 1;
  return `again-${run}`;
};

describe.each([
  ['open', async (): Promise<void> => undefined],
  ['closed', async (): Promise<void> => harness.close('import')],
])('a log that is counted again while its days are %s', (_name, afterwards) => {
  it('counts once, and others and live views stay', async () => {
    app = harness.use(nextApp());
    await harness.countLive(HITS);
    const other = harness.log('other', 18, 30);
    const log = harness.log('log', 20, 50);
    await harness.importAll([other]);
    await harness.importAll([log]);
    await afterwards();
    const longer = harness.log('log', 20, 60);
    for (let time = 0; time < 2; time += 1) {
      const before = time === 0 ? 50 : 60;
      await expect(harness.importAll([longer], { again: true })).resolves.toMatchObject([
        {
          ...{ views: 60, before: 0 },
          instead: { lines: before, from: '2026-11-20', to: '2026-11-20' },
        },
      ]);
      await afterwards();
      expect(await harness.views()).toBe(HITS.length + 90);
    }
    await expect(harness.importAll([other, longer])).resolves.toMatchObject([
      { lines: 0 },
      { lines: 0 },
    ]);
  });
});

describe('a log that is counted again', () => {
  it('is counted by what is said of it now', async () => {
    app = harness.use(nextApp());
    const log = harness.imports.file(
      app,
      Array.from({ length: 30 }, (_, n) =>
        JSON.stringify({
          time: new Date(FROM + n * 1000).toISOString(),
          ...{ ip: '203.0.113.7', wrong: '/wrong', right: `/right/${n}`, status: 200 },
        }),
      ).join('\n'),
    );
    const fields = (url: string): string => `address=ip,time=time,url=${url},status=status`;
    await harness.importAll([log], { fields: fields('wrong') });
    await harness.importAll([log], { fields: fields('right'), again: true });
    expect(await harness.pages()).toEqual(['/right/:id']);
    expect(await harness.views()).toBe(30);
  });

  it('is a new one where nobody imported it', async () => {
    app = harness.use(nextApp());
    const [summary] = await harness.importAll([harness.log('new', 20, 5)], { again: true });
    expect(summary).toMatchObject({ views: 5 });
    expect(summary).not.toHaveProperty('instead');
  });

  it('is refused where another log has lines of its days, unless that is given too', async () => {
    app = harness.use(nextApp());
    const logs = [harness.log('web1', 20, 50), harness.log('web2', 20, 40)];
    await harness.importAll(logs);
    await harness.close('import');
    for (const options of [{ again: true }, { again: true, dryRun: true }]) {
      await expect(harness.importAll(logs.slice(1), options)).rejects.toMatchObject({
        code: 'ERR_EMAS_IMPORT_SHARED',
        message: expect.stringContaining('(2026-11-20 to 2026-11-20)'),
      });
    }
    expect(await harness.views()).toBe(90);
    await harness.importAll(logs, { again: true });
    await harness.close('import');
    expect(await harness.views()).toBe(90);
  });

  it.each([
    [50, 'begins like one, and is not the same'],
    [1000, 'has 999 of its 1000 lines'],
  ])('keeps its figures where it cannot be counted whole: %d lines', async (count, message) => {
    app = harness.use(nextApp());
    const whole = harness.log('log', 20, count);
    await harness.importAll([whole]);
    const shorter = harness.log('log', 20, count - 1);
    await expect(harness.importAll([shorter], { again: true })).rejects.toMatchObject({
      code: 'ERR_EMAS_IMPORT_SHORTER',
      message: expect.stringContaining(message),
    });
    await expect(
      harness.importAll([shorter], { again: true, fields: 'address=a,time=b,url=c,status=d' }),
    ).rejects.toMatchObject({ code: 'ERR_EMAS_IMPORT_FORMAT' });
    expect(await harness.views()).toBe(count);
    await expect(harness.importAll([harness.log('log', 20, count)])).resolves.toMatchObject([
      { lines: 0 },
    ]);
  });

  it('changes nothing in a dry run', async () => {
    app = harness.use(nextApp());
    const log = harness.log('log', 20, 50);
    await harness.importAll([log]);
    await expect(harness.importAll([log], { again: true, dryRun: true })).resolves.toMatchObject([
      { lines: 50, instead: { lines: 50 } },
    ]);
    expect(await harness.views()).toBe(50);
    await expect(harness.importAll([log])).resolves.toMatchObject([{ lines: 0 }]);
  });

  it('is forgotten again when the process died as it forgot', async () => {
    app = harness.use(nextApp());
    const log = harness.log('log', 20, 50);
    const { client } = harness.imports.engine;
    const command = client.command.bind(client);
    for (let calls = 1, died = true; died; calls += 1) {
      await harness.importAll([log]);
      await harness.close('import');
      let left = calls;
      const dying = Object.assign(Object.create(client) as typeof client, {
        command: async (parameters: Parameters<typeof command>[0]) => {
          left -= 1;
          if (left === 0) throw new Error('The process died.');
          return command(parameters);
        },
      });
      died = await harness.importAll([log], { again: true, client: dying }).then(
        () => false,
        () => true,
      );
      await harness.importAll([log], { again: true });
      await harness.close('import');
      expect(await harness.views()).toBe(50);
      expect(calls).toBeLessThan(20);
    }
  });
});

describe('logs that are forgotten', () => {
  it('are told first, and then gone, and others stay', async () => {
    app = harness.use(nextApp());
    const [log, other] = [harness.log('log', 20, 50), harness.log('other', 19, 30)];
    await harness.importAll([log]);
    await harness.importAll([other]);
    await harness.close('import');
    const kept = {
      ...{ app, days: 1, from: '2026-11-20', to: '2026-11-20', views: 50, logs: 1 },
    };
    await expect(harness.importer({ dryRun: true }).forget([log])).resolves.toEqual(kept);
    expect(await harness.views()).toBe(80);
    await expect(harness.importer().forget([log])).resolves.toEqual(kept);
    expect(await harness.views()).toBe(30);
    await expect(harness.importer().forget([log])).resolves.toEqual({
      ...{ app, days: 0, views: 0, logs: 0 },
    });
    await expect(harness.importAll([log, other])).resolves.toMatchObject([
      { lines: 50 },
      { lines: 0 },
    ]);
  });

  it('are those days alone on which lines counted', async () => {
    app = harness.use(nextApp());
    const log = harness.imports.file(
      app,
      [18, 19, 20]
        .map((day) => requestLine(((day - 20) * DAY_MS) / 1000, '203.0.113.7', `/${day}`))
        .join(''),
    );
    await harness.importAll([harness.log('older', 18, 10)]);
    await harness.importAll([log], { since: FROM + DAY_MS });
    await expect(harness.importer().forget([log])).resolves.toMatchObject({
      ...{ from: '2026-11-19', to: '2026-11-20', views: 2 },
    });
    expect(await harness.views()).toBe(10);
  });
});
