import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createProgressReport } from '../src/commands/progress-report.ts';

/** A stream that keeps what was written. */
const streamOf = (isTTY: boolean) => {
  const written: string[] = [];
  return { written, stream: { isTTY, write: (text: string) => written.push(text) > 0 } };
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
    const report = createProgressReport(stream);
    for (let second = 1; second <= 120; second += 1) {
      now += 1000;
      report.show(at(second * 1000, second / 240));
    }
    report.end();
    expect(written).toHaveLength(24);
    expect(written.join('')).not.toMatch(/[\r\u001B]/);
    expect(written.at(-1)).toMatch(/50 % {2}120,000 lines {2}1,000\/s {2}2 min 0 s left\n$/);
  });
});
