import { expect, test } from '@jest/globals';
import { loginDetectors } from '@emas/login-guard';
import { fileOf, read } from './read-log.ts';

const line = (minute: number, name: string, word = 'Failed'): string =>
  `${new Date(Date.UTC(2026, 10, 23, 0, minute)).toISOString()} h sshd[1]: ${word} password for ${name} from 203.0.113.9 port 1 ssh2\n`;
const minutes = (from: number, to: number, step: number): string =>
  Array.from({ length: (to - from) / step }, (_, at) => line(from + at * step, 'ali')).join('');

test('files are read in the order of time, however they are named', async () => {
  // One failure each 50 minutes: no brute force, unless time runs back between files.
  const files = [
    fileOf(minutes(1000, 1500, 50), 'auth.log'),
    fileOf(minutes(500, 1000, 50), 'auth.log.1'),
    fileOf(minutes(0, 500, 50), 'auth.log.2'),
  ];
  const orders = [files, files.toReversed(), [...files, ...files]];
  for (const order of orders) {
    const { attempts } = await read(order);
    const times = attempts.map(({ time }) => time);
    expect(times).toHaveLength(30);
    expect(times).toEqual(times.toSorted((left, right) => left - right));
    const detectors = loginDetectors();
    for (const attempt of attempts) detectors.observe(attempt);
    expect(detectors.incidents()).toEqual([]);
  }
});

test('what several processes served is one stream', async () => {
  const failures = fileOf(minutes(10, 22, 2), 'two.log');
  const success = fileOf(line(0, 'x') + line(30, 'ali', 'Accepted') + line(90, 'x'), 'one.log');
  const { attempts } = await read([success, failures]);
  const detectors = loginDetectors();
  for (const attempt of attempts) detectors.observe(attempt);
  expect(detectors.incidents()).toMatchObject([{ kind: 'success_after_failures' }]);
});

test('of the same moment, the same comes first in each order', async () => {
  const files = [
    fileOf(line(0, 'a') + line(1, 'b'), 'first'),
    fileOf(line(0, 'c') + line(1, 'd'), 'second'),
  ];
  const names = async (order: readonly string[]): Promise<string> =>
    (await read(order)).attempts.map(({ account }) => account).join('');
  expect([await names(files), await names(files.toReversed())]).toEqual(['acbd', 'acbd']);
});

test('time that runs back within a file is told', async () => {
  const { attempts, progress } = await read(fileOf(minutes(500, 600, 50) + minutes(0, 100, 50)));
  expect(attempts).toHaveLength(4);
  expect(progress).toMatchObject({ timesBack: 1 });
});
