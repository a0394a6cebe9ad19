import { afterEach, expect, test } from '@jest/globals';
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

/** A receiver that keeps what it is given to count. */
function counting(): { readonly sink: LogSink; readonly counted: LogRecord[] } {
  const counted: LogRecord[] = [];
  const sink: LogSink = {
    name: 'counting',
    write: () => undefined,
    count: (record) => void counted.push(record),
    flushSync: () => undefined,
    close: async () => undefined,
    counters: () => ({ written: 0, queued: 0, dropped: 0, fault: undefined }),
  };
  return { sink, counted };
}

test('a storm is one line, and a count when its window ends', async () => {
  // Long enough for a slow machine to have all of it in one.
  log = logFolder({ foldWindow: 3000 });
  for (let time = 0; time < 20; time += 1)
    log.bus.emit('unhandled_error', failure('a', `/${time}`));
  log.bus.emit('unhandled_error', failure('b', '/other'));
  expect(log.lines('error').map(({ data }) => data?.['fingerprint'])).toEqual(['a', 'b']);
  await waitUntil('the count', () => log.lines('error').length > 2);
  const [, , counted] = log.lines('error');
  // What they do not have in common is left out.
  expect(counted?.data).toEqual({
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

test('what was counted is written before the log ends', async () => {
  log = logFolder();
  for (let time = 0; time < 3; time += 1) log.bus.emit('unhandled_error', failure('a', '/'));
  await log.logger.shutdown();
  expect(log.lines('error').map(({ data }) => data?.['count'])).toEqual([undefined, 2]);
});

test('receivers that count hear of each, those of lines of two', async () => {
  const { sink, counted } = counting();
  log = logFolder({ sinks: [sink] });
  for (let account = 0; account < 50; account += 1) {
    log.bus.emit('login_refused', {
      account: `member ${account}`,
      subject: '203.0.113.0/24',
      reason: 'refused_delay',
      source_ip: '203.0.113.9',
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
    source_ip: '203.0.113.9',
    count: 49,
  });
});

test('kinds that an attacker makes up do not fill the memory: the oldest is told', () => {
  log = logFolder();
  for (let time = 0; time < 2; time += 1) log.bus.emit('unhandled_error', failure('first', '/'));
  for (let kind = 0; kind < 1000; kind += 1) {
    log.bus.emit('unhandled_error', failure(`kind ${kind}`, '/'));
  }
  const first = log.lines('error').filter(({ data }) => data?.['fingerprint'] === 'first');
  expect(first.map(({ data }) => data?.['count'])).toEqual([undefined, 1]);
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
