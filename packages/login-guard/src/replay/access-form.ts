import { accessLine } from '@emas/log-lines';
import type { AccessLine } from '@emas/log-lines';
import { clientName, createClientParser } from '@emas/request-context/internal';
import { singleLines } from './line-form.ts';
import type { LineForm, Verdict } from './line-form.ts';
import type { RawAttempt } from './raw-attempt.ts';

const UNAUTHORISED = 401;
const FORBIDDEN = 403;
/** Requests that only look. A browser asks so before it sends a name, and is answered 401. */
const LOOKS = new Set(['GET', 'HEAD', 'OPTIONS']);
const SIGN_IN_PATH = /(?:log|sign)[-_]?(?:in|on)|auth|session|token|password|passwd|xmlrpc/i;
/** HTTP authentication comes with each request: how long one stands for those that follow. */
const SESSION = 3_600_000;
const MOST_REMEMBERED = 10_000;

/**
 * Access logs: 401 to somebody who sent a name, 401 and 403 to a form of a sign-in. Who sent a name and was
 * let in succeeded, once an hour and after each failure.
 */
export const accessForm: LineForm = singleLines('access log', () => {
  const entered = new Map<string, number>();
  const clientOf = createClientParser();
  const clientNameOf = (agent = ''): string => (agent === '' ? '' : clientName(clientOf(agent)));
  const attempt = (line: AccessLine, outcome: RawAttempt['outcome']): RawAttempt => ({
    time: line.time,
    outcome,
    reason: outcome === 'success' ? '' : 'wrong_credentials',
    account: line.user,
    address: line.address,
    client: clientNameOf(line.userAgent),
    count: 1,
  });
  return (text) => {
    const line = accessLine(text);
    if (line === undefined) return undefined;
    const who = `${line.address} ${line.user}`;
    const verdict = verdictOf(line);
    if (verdict === 'failure') entered.delete(who);
    if (verdict !== 'success') return verdict === 'failure' ? attempt(line, verdict) : verdict;
    const since = entered.get(who) ?? Number.NEGATIVE_INFINITY;
    if (line.time - since < SESSION) return 'none';
    if (entered.size >= MOST_REMEMBERED) entered.clear();
    entered.set(who, line.time);
    return attempt(line, 'success');
  };
});

function verdictOf({
  status,
  user,
  method,
  url,
}: AccessLine): Exclude<Verdict, RawAttempt> | RawAttempt['outcome'] {
  if (user !== '') {
    if (status === UNAUTHORISED) return 'failure';
    return status < 400 ? 'success' : 'none';
  }
  if (LOOKS.has(method) || (status !== UNAUTHORISED && status !== FORBIDDEN)) return 'none';
  const [path = ''] = url.split('?', 1);
  if (SIGN_IN_PATH.test(path)) return 'failure';
  return status === UNAUTHORISED ? 'unread' : 'none';
}
