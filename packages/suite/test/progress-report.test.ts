import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createProgressReport } from '../src/commands/progress-report.ts';

/** A stream that keeps what was written. */
const streamOf = (isTTY: boolean, columns = 100) => {
  const written: string[] = [];
  return { written, stream: { isTTY, columns, write: (text: string) => written.push(text) > 0 } };
};
const at = (lines: number, share: number) => ({
  file: '/var/log/nginx/access.log',
  lines,
  bytes: share * 1000,
  size: 1000,
});

describe('a progress report', () => {
  let now = 0;
  beforeEach(() => {
    now = 1000;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('draws one bar over and over on a terminal, with rate and time left', () => {
    const { written, stream } = streamOf(true);
    const report = createProgressReport(stream);
    now += 2000;
    report.show(at(50_000, 0.25));
    now += 2000;
    report.show(at(100_000, 0.5));
    report.end();
    expect(written).toEqual([
      '\r\u001B[2Kaccess.log ██████░░░░░░░░░░░░░░░░░░ 25 %  50,000 lines  25,000/s  6 s left',
      '\r\u001B[2Kaccess.log ████████████░░░░░░░░░░░░ 50 %  100,000 lines  25,000/s  4 s left',
      '\r\u001B[2K',
    ]);
  });

  it('writes a plain line now and then elsewhere', () => {
    const { written, stream } = streamOf(false);
    const report = createProgressReport(stream, { plainLines: true });
    for (let second = 1; second <= 120; second += 1) {
      now += 1000;
      report.show(at(second * 1000, second / 240));
    }
    report.end();
    expect(written).toHaveLength(24);
    expect(written.join('')).not.toMatch(/[\r\u001B]/);
    expect(written.at(-1)).toMatch(/50 % {2}120,000 lines {2}1,000\/s {2}2 min 0 s left\n$/);
  });

  it('says nothing of what ends within a second, nor elsewhere where nobody asked for it', () => {
    const short = streamOf(true);
    const quick = createProgressReport(short.stream);
    now += 900;
    quick.show(at(50_000, 0.25));
    quick.end();
    expect(short.written).toEqual([]);
    const { written, stream } = streamOf(false);
    const report = createProgressReport(stream);
    now += 60_000;
    report.show(at(50_000, 0.25));
    report.end();
    expect(written).toEqual([]);
  });

  it.each([
    [62, 'access.log ███░░░░░░░░ 25 %  50,000 lines  25,000/s  6 s left'],
    [55, 'access.log 25 %  50,000 lines  25,000/s  6 s left'],
    [20, 'access.log 25 %  5…'],
  ])('never takes more than %i columns', (columns, line) => {
    const { written, stream } = streamOf(true, columns);
    const report = createProgressReport(stream);
    now += 2000;
    report.show(at(50_000, 0.25));
    expect(written).toEqual([`\r\u001B[2K${line}`]);
  });

  it('shows how much was read where nobody knows how much there is', () => {
    const { written, stream } = streamOf(true);
    now += 1;
    const report = createProgressReport(stream);
    now += 2000;
    report.show({ file: 'standard input\u001b', lines: 4000, bytes: 1, size: 0 });
    expect(written).toEqual(['\r\u001B[2Kstandard input\\u{1b}  4,000 lines  2,000/s']);
  });

  it('makes room for a line of the result', () => {
    const { written, stream } = streamOf(true);
    const report = createProgressReport(stream);
    report.clear();
    now += 2000;
    report.show(at(50_000, 0.25));
    report.clear();
    report.end();
    expect(written.slice(1)).toEqual(['\r\u001B[2K']);
  });

  it('tells of work that says nothing itself that it goes on', () => {
    jest.useFakeTimers({ doNotFake: ['performance'] });
    const { written, stream } = streamOf(true);
    const report = createProgressReport(stream);
    report.waiting('verifying 2 files');
    now += 2000;
    jest.advanceTimersByTime(150);
    report.end();
    jest.useRealTimers();
    expect(written).toEqual(['\r\u001B[2Kverifying 2 files …  2 s', '\r\u001B[2K']);
  });
});
