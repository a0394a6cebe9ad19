import type { WriteStream } from 'node:tty';
import { visibleText } from '@emas/logging/internal';
import { amount } from './amounts.ts';
import { cutTo, widthOf } from './table.ts';

/** How far the reading of something is. */
interface ReadingProgress {
  /** What is read: a path, of which the last part is shown, or words. */
  readonly file: string;
  readonly lines: number;
  /** Read so far, and of how many; 0 where nobody knows. */
  readonly bytes: number;
  readonly size: number;
}

/** Shows how far a long work is, on standard error. */
export interface ProgressReport {
  readonly show: (progress: ReadingProgress) => void;
  /** Of what says nothing on its way: only that it goes on, and since when. On terminals. */
  readonly waiting: (what: string) => void;
  /** Makes room for a line of the result, which may go to the same terminal. */
  readonly clear: () => void;
  readonly end: () => void;
}

interface ProgressOptions {
  /** Whether a plain line is written now and then where there is no terminal. @default false */
  readonly plainLines?: boolean;
}

/** What ends sooner needs no bar. */
const FIRST_MS = 1000;
const REDRAW_MS = 100;
const LINE_EVERY_MS = 5000;
const BAR_WIDTH = 24;
const SHORTEST_BAR = 8;
const DEFAULT_COLUMNS = 80;
// Back to the beginning of the line, and clear it (ECMA-48 EL).
const CLEAR = '\r\u001B[2K';

/** A bar with rate and time left on a terminal, once the work takes longer than a second. */
export function createProgressReport(
  stream: Pick<WriteStream, 'write'> & {
    readonly isTTY?: boolean;
    readonly columns?: number;
  } = process.stderr,
  { plainLines = false }: ProgressOptions = {},
): ProgressReport {
  const started = performance.now();
  const terminal = stream.isTTY === true;
  const [first, pause] = terminal ? [FIRST_MS, REDRAW_MS] : [LINE_EVERY_MS, LINE_EVERY_MS];
  let due = started + first;
  let open = false;
  let timer: NodeJS.Timeout | undefined;
  const clear = (): void => {
    if (open) stream.write(CLEAR);
    open = false;
  };
  const columns = (): number => (terminal ? (stream.columns ?? DEFAULT_COLUMNS) : Infinity);
  const draw = (text: (elapsed: number) => string): void => {
    const now = performance.now();
    if (now < due || !(terminal || plainLines)) return;
    due = now + pause;
    const line = text(now - started);
    stream.write(terminal ? `${CLEAR}${cutTo(line, columns() - 1)}` : `${line}\n`);
    open = terminal;
  };
  const stopWaiting = (): void => clearInterval(timer);
  return {
    clear,
    show(progress) {
      stopWaiting();
      draw((elapsed) => readingText(progress, elapsed, columns()));
    },
    waiting(what) {
      stopWaiting();
      if (!terminal) return;
      const tick = (): void =>
        draw((elapsed) => `${visibleText(what)} …  ${clock(elapsed / 1000)}`);
      timer = setInterval(tick, REDRAW_MS).unref();
    },
    end() {
      stopWaiting();
      clear();
    },
  };
}

/** The bar takes what room is left: one that goes on on the next line would not be drawn over. */
function readingText(
  { file, lines, bytes, size }: ReadingProgress,
  elapsed: number,
  columns: number,
): string {
  const rate = `${amount(Math.round((lines / Math.max(1, elapsed)) * 1000))}/s`;
  const name = visibleText(file.slice(file.lastIndexOf('/') + 1));
  if (size === 0) return `${name}  ${amount(lines)} lines  ${rate}`;
  const share = Math.min(1, bytes / size);
  const left = share > 0 ? (elapsed / share - elapsed) / 1000 : 0;
  const facts = `${Math.floor(share * 100)} %  ${amount(lines)} lines  ${rate}  ${clock(left)} left`;
  const room = Math.min(BAR_WIDTH, columns - 1 - widthOf(`${name}  ${facts}`));
  return room < SHORTEST_BAR ? `${name} ${facts}` : `${name} ${bar(share, room)} ${facts}`;
}

function bar(share: number, width: number): string {
  const full = Math.round(share * width);
  return '█'.repeat(full) + '░'.repeat(width - full);
}

function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  const minutes = Math.floor(whole / 60);
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}
