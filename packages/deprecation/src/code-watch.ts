import type { EventEmitter } from 'node:events';
import type { EventBus } from '@emas/events';

export interface CodeWatchOptions {
  /**
   * Whether what packages say by `depd` is still printed on standard error: `depd` prints nothing itself
   * once somebody listens.
   * @default true
   */
  readonly print?: boolean;
}

/** Warnings of one place are one line, however often its code runs; so are those beyond this number. */
const MOST_PLACES = 1000;
const LONGEST = 1000;

/**
 * Hears of deprecated functions of Node.js (`DeprecationWarning`) and of packages (`depd`, which Express
 * and its family use), and tells each place once.
 *
 * @returns What ends it.
 */
export function watchCode(bus: EventBus, { print = true }: CodeWatchOptions = {}): () => void {
  const told = new Set<string>();
  const tell = (code: string, error: Error): void => {
    const caller = callerOf(error.stack ?? '');
    const place = `${code}\0${error.message}\0${caller}`;
    if (told.has(place) || told.size >= MOST_PLACES) return;
    told.add(place);
    const message = error.message.slice(0, LONGEST);
    bus.emit('deprecated_code_used', { code, message, caller });
  };
  const onWarning = (warning: Error & { readonly code?: string }): void => {
    if (warning.name === 'DeprecationWarning') tell(warning.code ?? 'DeprecationWarning', warning);
  };
  const onDeprecation = (error: Error & { readonly namespace?: string }): void => {
    const namespace = error.namespace ?? 'depd';
    if (print && !isSilenced(namespace)) {
      process.stderr.write(`${namespace} deprecated ${error.message}\n`);
    }
    tell(namespace, error);
  };
  process.on('warning', onWarning);
  // depd's own event, which Node's types of a process do not know.
  const emitter: EventEmitter = process;
  emitter.on('deprecation', onDeprecation);
  return () => {
    process.off('warning', onWarning);
    emitter.off('deprecation', onDeprecation);
  };
}

/** By `--no-deprecation`, or by `NO_DEPRECATION=express,send` or `*`, as depd reads it. */
function isSilenced(namespace: string): boolean {
  const silent = (process.env['NO_DEPRECATION'] ?? '').toLowerCase().split(/[ ,]+/);
  const named = silent.includes('*') || silent.includes(namespace.toLowerCase());
  return named || Boolean(Reflect.get(process, 'noDeprecation'));
}

/** The first place in the stack that is a file of the app or of a package. */
function callerOf(stack: string): string | undefined {
  const frames = stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && !line.includes('node:'));
  return frames[0]?.trim().replace(/^at /, '').slice(0, 300);
}
