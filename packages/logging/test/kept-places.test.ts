import { afterEach, expect, test } from '@jest/globals';
import type { DataKind, KeptPlace } from '@emas/data-map';
import { only } from '@emas/logging';
import type { LoggerOptions, LogSink } from '@emas/logging';
import { sinkPlaces } from '../src/kept-places.ts';
import { logFolder } from './log-folder.ts';
import type { LogFolder } from './log-folder.ts';

/* What the log says that it keeps, as its options have it. */

const open: LogFolder[] = [];
afterEach(async () => {
  for (const log of open.splice(0)) await log.end();
});

function keptBy(options: Partial<LoggerOptions> = {}): readonly KeptPlace[] {
  const log = logFolder(options);
  open.push(log);
  return log.logger.keeps;
}

const holds = (places: readonly KeptPlace[], id: string): readonly DataKind[] =>
  places.find((place) => place.id === id)?.holds ?? [];

test('addresses are with sign-ins, errors and outdated calls only, until all are asked for', () => {
  const places = keptBy();
  const withAddress = places.filter(({ holds: kinds }) => kinds.includes('address'));
  expect(withAddress.map(({ id }) => id)).toEqual([
    'log/auth',
    'log/error',
    'log/deprecated',
    'log/access',
  ]);
  expect(holds(places, 'log/session')).toContain('network');
  const all = keptBy({ addresses: 'all' });
  expect(holds(all, 'log/session')).toContain('address');
  expect(holds(all, 'log/session')).not.toContain('network');
});

test('names as they were typed are called that', () => {
  expect(holds(keptBy(), 'log/auth')).toContain('account');
  const plain = keptBy({ accounts: 'plain' });
  expect(holds(plain, 'log/auth')).toContain('account-name');
  expect(holds(plain, 'log/auth')).not.toContain('account');
});

test('what is told apart from its request has the hour, all else the moment', () => {
  const places = keptBy();
  expect(holds(places, 'log/consent')).toContain('hour');
  expect(holds(places, 'log/consent')).not.toContain('moment');
  expect(holds(places, 'log/auth')).toContain('moment');
});

test('categories in one file are kept as long as that file, and those that are left out are not', () => {
  const places = keptBy({
    routes: { auth: { file: 'all', days: 10 }, access: { file: 'all', days: 1 }, session: false },
  });
  const days = (id: string): number | undefined => {
    const kept = places.find((place) => place.id === id)?.kept;
    return kept !== undefined && 'ms' in kept ? kept.ms / 86_400_000 : undefined;
  };
  expect([days('log/auth'), days('log/access'), days('log/session')]).toEqual([10, 10, undefined]);
});

const RECEIVER: LogSink = {
  name: 'collector',
  write: () => undefined,
  flushSync: () => undefined,
  close: async () => undefined,
  counters: () => ({ written: 0, queued: 0, dropped: 0, fault: undefined }),
};

test('a receiver is somebody who gets the lines, also where it gets some only', () => {
  for (const sink of [RECEIVER, only(RECEIVER, { categories: ['auth'] })]) {
    const places = keptBy({ sinks: [sink] });
    expect(places).toContainEqual(
      expect.objectContaining({ id: 'log/to collector', kind: 'recipient', where: 'collector' }),
    );
  }
});

test('rows that ClickHouse rejects go with what they would be', () => {
  const options = { client: undefined as never, flushInterval: 1000, spool: '/data/spool/log' };
  const rejected = sinkPlaces({ ...options, rawDays: 7 }).find(({ id }) => id.endsWith('rejected'));
  expect(rejected).toMatchObject({ kept: { ms: 7 * 86_400_000 }, kind: 'file' });
  expect(rejected?.holds).toContain('address');
  const counts = sinkPlaces(options).find(({ id }) => id.endsWith('rejected'));
  expect(counts?.holds).not.toContain('address');
});
