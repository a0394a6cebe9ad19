import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { logReview } from '@emas/logging';
import type { LogReview, LogReviewOptions } from '@emas/logging';
import { clickhouseSink } from '@emas/logging';
import { startEngine } from '../../../test/engine/start-engine.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { logFolder } from './log-folder.ts';
import type { LogFolder } from './log-folder.ts';

const KEY = 'a key of the tests, long enough to be one';
const NOBODY = { query: () => undefined } as never;

let log: LogFolder;
afterEach(() => log?.end());

const reviewOf = (more: Partial<LogReviewOptions> = {}): LogReview =>
  logReview({ client: NOBODY, app: 'portal', folder: log.folder, key: KEY, ...more });

describe('lines', () => {
  it('are the latest that match, with how many there are', async () => {
    log = logFolder({ key: KEY });
    for (let number = 0; number < 500; number += 1) log.logger.info(`line ${number}`);
    log.logger.flush();
    const found = await reviewOf().lines({ text: 'line ' }, { limit: 3 });
    expect(found).toMatchObject({ matched: 500, complete: true });
    expect(found.lines.map(({ message }) => message).toSorted()).toEqual([
      'line 497',
      'line 498',
      'line 499',
    ]);
    const even = await reviewOf().lines(
      { text: 'line ' },
      { matches: ({ message }) => message.endsWith('0') },
    );
    expect(even.matched).toBe(50);
  });

  it('of files that were written before are not read', async () => {
    log = logFolder({ key: KEY });
    log.logger.info('an old line');
    log.logger.flush();
    await log.logger.shutdown();
    for (const name of readdirSync(log.folder)) {
      utimesSync(join(log.folder, name), new Date(0), new Date('2020-01-01'));
    }
    expect((await reviewOf().lines({ since: Date.parse('2021-01-01') })).matched).toBe(0);
    expect((await reviewOf().lines({})).matched).toBeGreaterThan(0);
  });

  it('are given up when time is over, and that is said', async () => {
    log = logFolder({ key: KEY });
    for (let number = 0; number < 5000; number += 1) log.logger.info(`line ${number}`);
    log.logger.flush();
    const found = await reviewOf().lines({ text: 'line ' }, { patience: 0, limit: 10 });
    expect(found.complete).toBe(false);
    expect(found.lines.length).toBeLessThanOrEqual(10);
  });

  it('are none without a folder, which is said', async () => {
    log = logFolder();
    const review = logReview({ client: NOBODY, app: 'portal' });
    expect(review.hasFiles).toBe(false);
    await expect(review.lines({})).rejects.toMatchObject({ code: 'ERR_EMAS_LOG_FOLDER' });
    await expect(review.chain()).rejects.toMatchObject({ code: 'ERR_EMAS_LOG_FOLDER' });
  });
});

describe('the chain', () => {
  it('is checked in the background, and again after ten minutes', async () => {
    log = logFolder({ key: KEY });
    log.logger.info('a line');
    log.logger.flush();
    let now = Date.now();
    const review = reviewOf({ now: () => now });
    expect(await review.chain()).toMatchObject({ state: 'checking', checkedAt: undefined });
    const checked = async (): Promise<boolean> => (await review.chain()).state !== 'checking';
    await waitUntil('the check', checked);
    const first = await review.chain();
    expect(first).toMatchObject({ state: 'intact', checkedAt: now });
    now += 60_000;
    expect((await review.chain()).checkedAt).toBe(first.checkedAt);
    now += 600_000;
    await review.chain();
    await waitUntil('the next check', async () => (await review.chain()).checkedAt === now);
  });

  it('cannot be checked without a key, and not with another one', async () => {
    log = logFolder({ key: KEY });
    log.logger.info('a line');
    log.logger.flush();
    const without = logReview({ client: NOBODY, app: 'portal', folder: log.folder });
    expect(await without.chain()).toMatchObject({ state: 'unkeyed', logs: [] });
    const other = reviewOf({ key: 'another key of the tests, long enough too' });
    expect((await other.chain(true)).state).toBe('broken');
  });
});

it('counts are told by two things at once, of the app that asks alone', async () => {
  const engine = await startEngine();
  const { client } = engine;
  log = logFolder({
    key: KEY,
    app: 'portal',
    sinks: [clickhouseSink({ client, flushInterval: 100 })],
  });
  const fail = (account: string, reason: string): void =>
    log.logger.event('authn_login_fail', { account, reason, source_ip: '203.0.113.7' });
  fail('ali', 'wrong_password');
  fail('ali', 'wrong_password');
  fail('siti', 'unknown_account');
  const review = reviewOf({ client });
  const span = { from: Date.now() - 3_600_000, to: Date.now() + 3_600_000 };
  const counts = (): Promise<[string, string, number][]> =>
    review
      .counts({ ...span, events: ['authn_login_fail'], by: 'event', then: 'reason' })
      .then((rows) => rows.map(({ value, also, count }) => [value, also, count]));
  // Until the tables are made, and the rows are there.
  const areThere = async (): Promise<boolean> => (await counts().catch(() => [])).length === 2;
  await waitUntil('the counts', areThere, { every: 100, state: counts });
  expect(await counts()).toEqual([
    ['authn_login_fail', 'wrong_password', 2],
    ['authn_login_fail', 'unknown_account', 1],
  ]);
  const elsewhere = reviewOf({ client, app: 'shop' });
  expect(await elsewhere.counts({ ...span, events: ['authn_login_fail'], by: 'event' })).toEqual(
    [],
  );
  const wrong = { ...span, events: ['no_such_event'], by: 'event' } as never;
  await expect(async () => review.counts(wrong)).rejects.toMatchObject({
    code: 'ERR_EMAS_LOG_QUERY',
  });
  await engine.stop();
});
