import { canonicalAddress } from '@emas/addresses';
import { logTime } from '@emas/log-lines';
import { objectOf, textAt } from './json-objects.ts';
import type { LineForm, LineReader, TimeOptions } from './line-form.ts';
import { singleLines } from './line-form.ts';
import { localTimeReader } from './local-times.ts';

/**
 * Where a JSON object a line has what is needed. A path goes through nested objects: `user.name`.
 *
 * At least one of `account` and `address` is needed.
 */
export interface AttemptMap {
  /** ISO 8601, or seconds, milliseconds, microseconds or nanoseconds since 1970. */
  readonly time: string;
  readonly account?: string;
  readonly address?: string;
  /** Path of what became of it. */
  readonly outcome: string;
  /** What stands there for a success, as text: `true`, `200`, `login_ok`. */
  readonly success: string;
  /** What stands there for a failure; lines with anything else tell of no attempt. @default anything else */
  readonly failure?: string;
  readonly reason?: string;
  readonly client?: string;
}

/** Any JSON, by the names of its fields. */
export function mappedForm(map: AttemptMap): LineForm {
  return singleLines('JSON by --map', (options) => mappedReader(map, options));
}

function mappedReader(map: AttemptMap, options: TimeOptions): LineReader['read'] {
  const readLocal = localTimeReader(options);
  const readTime = (text: string): number => {
    const local = readLocal(text);
    return Number.isNaN(local) ? logTime(text) : local;
  };
  return (line) => {
    const object = objectOf(line);
    if (object === undefined) return undefined;
    const text = (path: string | undefined): string =>
      path === undefined ? '' : textAt(object, path);
    const told = text(map.outcome);
    const isSuccess = told === map.success;
    if (told === '' || (!isSuccess && told !== (map.failure ?? told))) return 'none';
    const time = readTime(text(map.time));
    const [account, address] = [text(map.account), text(map.address)];
    if (Number.isNaN(time) || (account === '' && address === '')) return 'unread';
    return {
      time,
      outcome: isSuccess ? 'success' : 'failure',
      reason: isSuccess ? '' : text(map.reason) || 'wrong_credentials',
      account,
      address: canonicalAddress(address),
      client: text(map.client),
      count: 1,
    };
  };
}
