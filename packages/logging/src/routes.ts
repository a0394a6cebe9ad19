import type { EventCategory } from '@emas/events';
import type { LogLevel } from './record.ts';
import type { FsyncPolicy } from './file/file-sink.ts';

/** Every category, in the order in which the README explains them. */
export const CATEGORIES: readonly EventCategory[] = [
  'update',
  'auth',
  'session',
  'consent',
  'error',
  'deprecated',
  'access',
  'client',
  'system',
];

/** Where the lines of a category go, and for how long. */
export interface RouteOptions {
  /**
   * The first part of the names of its files; several categories may share one.
   * @default the category's name
   */
  readonly file?: string | false;
  /** Lines below this level are left out. @default the logger's */
  readonly level?: LogLevel;
  /**
   * Days after which a file goes, counted from its last line.
   * @default 90; 14 for `access`, 30 for `client`, 400 for `deprecated`, 730 for `update`, 2557 (seven years) for `consent`
   */
  readonly days?: number;
  /** Mebibytes of all its files together; the oldest go first. @default 1024; 16384 for `consent` */
  readonly megabytes?: number;
  /** When lines are brought to the disk itself. @default 'second' */
  readonly fsync?: FsyncPolicy;
}

/** A route with its defaults filled in. */
export interface Route {
  readonly file: string | false;
  /** As a number, the smaller the more urgent; `undefined` for the logger's own. */
  readonly level: number | undefined;
  /** Milliseconds. */
  readonly maxAge: number;
  readonly maxTotalBytes: number;
  readonly fsync: FsyncPolicy;
}
