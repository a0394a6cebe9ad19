import type { WriteStream } from 'node:tty';
import type { ImportProgress } from '@emas/analytics';

/** Shows how far an import is. */
export interface ProgressReport {
  readonly show: (progress: ImportProgress) => void;
  readonly end: () => void;
}

const BAR_WIDTH = 24;
const REDRAW_MS = 100;
const LINE_EVERY_MS = 5000;

/** A bar with rate and time left on a terminal; a plain line now and then elsewhere. */
export function createProgressReport(
  stream: Pick<WriteStream, 'write'> & { readonly isTTY?: boolean },
): ProgressReport {
  const started = performance.now();
  const terminal = stream.isTTY === true;
  const pause = terminal ? REDRAW_MS : LINE_EVERY_MS;
  let drawn = started;
  let open = false;
  return {
    show(progress) {
      const now = performance.now();
      if (now - drawn < pause) return;
      drawn = now;
      const text = describe(progress, now - started);
      // Back to the beginning of the line, and clear it (ECMA-48 EL).
      stream.write(terminal ? `\r\u001B[2K${text}` : `${text}\n`);
      open = terminal;
    },
    end() {
      if (open) stream.write('\r\u001B[2K');
    },
  };
}

function describe({ file, lines, bytes, size }: ImportProgress, elapsed: number): string {
  const share = size === 0 ? 1 : Math.min(1, bytes / size);
  const full = Math.round(share * BAR_WIDTH);
  const bar = '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
  const rate = Math.round((lines / Math.max(1, elapsed)) * 1000);
  const left = share > 0 ? (elapsed / share - elapsed) / 1000 : 0;
  const name = file.slice(file.lastIndexOf('/') + 1);
  return `${name} ${bar} ${Math.floor(share * 100)} %  ${format(lines)} lines  ${format(rate)}/s  ${clock(left)} left`;
}

function format(count: number): string {
  return count.toLocaleString('en');
}

function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  const minutes = Math.floor(whole / 60);
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}
