import { setFlagsFromString } from 'node:v8';
import { setImmediate as turn } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, jest, test } from '@jest/globals';
import { CATALOGUE } from '@emas/events';
import type { EventDefinition, EventFields } from '@emas/events';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import type { LogRecord, LogSink } from '../src/record.ts';
import { logFolder } from './log-folder.ts';
import type { LogFolder } from './log-folder.ts';

let log: LogFolder;
afterEach(() => log.end());

const failure = (fingerprint: string, path: string): EventFields<'unhandled_error'> => ({
  fingerprint,
  error: new Error('the password is hunter2'),
  method: 'GET',
  path,
  status: 500,
  source_ip: '203.0.113.9',
});

/** A receiver that keeps its lines, and what it is given to count. */
function keeping(): { sink: LogSink; written: LogRecord[]; counted: LogRecord[] } {
  const written: LogRecord[] = [];
  const counted: LogRecord[] = [];
  const keep = (records: LogRecord[], record: LogRecord): void => {
    if (record.category === 'error' || record.category === 'auth') records.push(record);
  };
  const sink: LogSink = {
    name: 'keeping',
    write: (record) => keep(written, record),
    count: (record) => keep(counted, record),
    flushSync: () => undefined,
    close: async () => undefined,
    counters: () => ({ written: 0, queued: 0, dropped: 0, fault: undefined }),
  };
  return { sink, written, counted };
}

test('a storm is one line, and a count when its window ends', async () => {
  // Long enough for a slow machine to have all of it in one.
  const { sink, written } = keeping();
  log = logFolder({ foldWindow: 3000, sinks: [sink] });
  for (let time = 0; time < 20; time += 1)
    log.bus.emit('unhandled_error', failure('a', `/${time}`));
  log.bus.emit('unhandled_error', failure('b', '/other'));
  expect(written.map(({ fields }) => fields['fingerprint'])).toEqual(['a', 'b']);
  await waitUntil('the count', () => written.length > 2);
  // What they do not have in common is left out.
  expect(written[2]?.fields).toEqual({
    fingerprint: 'a',
    method: 'GET',
    status: 500,
    source_ip: '203.0.113.9',
    count: 19,
  });
});

test('a line that is told alone has no count', () => {
  log = logFolder();
  log.bus.emit('unhandled_error', failure('a', '/'));
  expect(log.lines('error')[0]?.data).not.toHaveProperty('count');
});

test('what was counted is written as the log is flushed, and before it ends', async () => {
  const { sink, written } = keeping();
  log = logFolder({ sinks: [sink] });
  const counts = (): unknown[] => written.map(({ fields }) => fields['count']);
  for (let time = 0; time < 3; time += 1) log.bus.emit('unhandled_error', failure('a', '/'));
  expect(counts()).toEqual([undefined]);
  log.logger.flush();
  expect(counts()).toEqual([undefined, 2]);
  for (let time = 0; time < 3; time += 1) log.bus.emit('unhandled_error', failure('b', '/'));
  await log.logger.shutdown();
  expect(counts()).toEqual([undefined, 2, undefined, 2]);
});

test('receivers that count hear of each, those of lines of two', async () => {
  const { sink, counted } = keeping();
  log = logFolder({ sinks: [sink] });
  for (let account = 0; account < 50; account += 1) {
    log.bus.emit('login_refused', {
      account: `member ${account}`,
      subject: '203.0.113.0/24',
      reason: 'refused_delay',
      source_ip: `203.0.113.${account}`,
    });
  }
  const refused = counted.filter(({ event }) => event === 'login_refused');
  expect(new Set(refused.map(({ fields }) => fields['account'])).size).toBe(50);
  expect(refused.some(({ fields }) => 'count' in fields)).toBe(false);
  await log.logger.shutdown();
  const lines = log.lines('auth');
  expect(lines).toHaveLength(2);
  // Fifty accounts, of which none stands for the others.
  expect(lines[1]?.data).toEqual({
    subject: '203.0.113.0/24',
    reason: 'refused_delay',
    source_ip: '203.0.113.49',
    count: 49,
  });
});

test('figures do not depend on the level of the lines, nor on a receiver that fails', () => {
  const { sink, counted } = keeping();
  const failing: LogSink = {
    ...sink,
    count: () => {
      throw new Error('a fault of the receiver');
    },
  };
  jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  log = logFolder({ level: 'error', sinks: [failing, sink] });
  log.bus.emit('authn_login_success', { account: 'aisyah', source_network: '203.0.113.9' });
  log.bus.emit('unhandled_error', failure('a', '/'));
  expect(counted.map(({ event }) => event)).toEqual(['authn_login_success', 'unhandled_error']);
  expect(log.lines('auth')).toEqual([]);
  expect(log.lines('error')).toHaveLength(1);
});

test('a kind keeps nothing of its request but the id', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  log = logFolder();
  const kept = Array.from({ length: 20 }, (_, time) => {
    const error = new Error('of a request', { cause: { body: 'x'.repeat(1000) } });
    log.bus.emit('unhandled_error', {
      ...failure(time < 10 ? 'often' : `once ${time}`, '/'),
      error,
    });
    return new WeakRef(error);
  });
  // A reference holds what it is of until the turn ends.
  await turn();
  collect();
  expect(kept.filter((error) => error.deref() !== undefined).length).toBeLessThan(2);
});

test('a flood of one event does not unfold another', () => {
  const { sink, written } = keeping();
  log = logFolder({ sinks: [sink] });
  for (let round = 0; round < 40; round += 1) {
    log.bus.emit('unhandled_error', failure('a', '/'));
    for (let report = 0; report < 100; report += 1) {
      log.bus.emit('browser_report', {
        type: 'made-up',
        what: `${round} ${report}`,
        page: '/',
        source: '',
      });
    }
  }
  expect(written.filter(({ event }) => event === 'unhandled_error')).toHaveLength(1);
});

test('kinds that an attacker makes up neither fill the memory nor end a storm', () => {
  const { sink, written } = keeping();
  log = logFolder({ sinks: [sink] });
  for (let time = 0; time < 2; time += 1) log.bus.emit('unhandled_error', failure('first', '/'));
  for (let kind = 0; kind < 1000; kind += 1) {
    log.bus.emit('unhandled_error', failure(`kind ${kind}`, `/${kind}`));
  }
  const first = (): LogRecord[] =>
    written.filter(({ fields }) => fields['fingerprint'] === 'first');
  expect(first().map(({ fields }) => fields['count'])).toEqual([undefined]);
  // Twenty kinds have a line of their own, and all others one that counts them.
  expect(written).toHaveLength(20);
  log.logger.flush();
  expect(first().map(({ fields }) => fields['count'])).toEqual([undefined, 1]);
  expect(written).toHaveLength(22);
  expect(written.at(-1)?.fields).toEqual({
    fingerprint: '(other)',
    method: 'GET',
    status: 500,
    source_ip: '203.0.113.9',
    count: 981,
  });
});

test('the catalogue folds by fields that its events have, and says how often', () => {
  log = logFolder();
  const folded = Object.entries<EventDefinition>(CATALOGUE).filter(
    ([, { fold }]) => fold !== undefined,
  );
  expect(folded.length).toBeGreaterThan(3);
  for (const [, { fold = [], fields }] of folded) {
    expect(Object.keys(fields)).toEqual(expect.arrayContaining([...fold]));
    expect(fields['count']).toBe('count?');
  }
});
