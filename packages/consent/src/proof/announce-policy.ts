import { readFileSync } from 'node:fs';
import { errorCode } from '@emas/errors';
import type { EventBus } from '@emas/events';
import { writeWhole } from '@emas/whole-files';
import { z } from 'zod';

/** What visitors are asked. */
export interface AskedPolicy {
  /** A hash of all that is told of the purposes. */
  readonly policy: string;
  /** Marks of the purposes, and of what is asked for by itself, by their ids. */
  readonly purposes: Readonly<Record<string, string>>;
}

const schema = z.object({ policy: z.string(), purposes: z.record(z.string(), z.string()) });

/**
 * Says once that what visitors are asked is new or has changed since the last start, and keeps it for the
 * next. A file that cannot be read or written stops nothing: `consent_policy_unreadable` tells.
 */
export function announcePolicy(file: string, now: AskedPolicy, events: EventBus): void {
  const attempt = <Result>(action: () => Result): Result | undefined => {
    try {
      return action();
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      events.emit('consent_policy_unreadable', { file, fault });
      return undefined;
    }
  };
  const before = attempt(() => readPolicy(file));
  const entries = Object.entries(now.purposes);
  const changed = entries.filter(([id, mark]) => before?.purposes[id] !== mark);
  const removed = Object.keys(before?.purposes ?? {}).filter((id) => !(id in now.purposes));
  if (before?.policy === now.policy && changed.length + removed.length === 0) return;
  events.emit('consent_policy_announced', {
    policy: now.policy,
    ...(before === undefined ? {} : { previous: before.policy }),
    purposes: changed.map(([id]) => id),
    removed,
  });
  attempt(() => writeWhole(file, `${JSON.stringify(now, undefined, 2)}\n`));
}

/** @returns `undefined` at the first start. */
function readPolicy(file: string): AskedPolicy | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  return schema.parse(JSON.parse(text));
}
