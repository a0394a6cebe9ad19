import type { RedisReply } from '@emas/redis';
import { END_REASONS } from './record-store.ts';
import type { EndReason, Loaded, Written } from './record-store.ts';

/** The fields of a record, in the order that {@link loadedFrom} wants them. */
export const RECORD_FIELDS = ['v', 'd', 'm', 't', 'r', 'x'] as const;

const REASONS: ReadonlySet<string> = new Set(END_REASONS);

/** A list's texts; clients differ in whether they give numbers as such. */
export function textsOf(reply: RedisReply | undefined): (string | undefined)[] {
  if (!isList(reply)) return [];
  return reply.map((item) => {
    if (typeof item === 'string') return item;
    return typeof item === 'number' ? String(item) : undefined;
  });
}

/** A text that must be there: without it, the answer is not that of our own script. */
export function textOf(reply: RedisReply | undefined): string | undefined {
  return textsOf(reply === undefined ? [] : [reply])[0];
}

/** A session's state from its fields. */
export function loadedFrom(reply: RedisReply): Loaded {
  const [version, data, meta, at, reason, ended] = textsOf(reply);
  if (ended !== undefined) return { state: 'ended', reason: reasonFrom(ended) };
  if (version === undefined) return { state: 'unknown' };
  return {
    state: 'live',
    record: { version: Number(version), data: data ?? '', meta: meta ?? '' },
    end: { at: Number(at), reason: reasonFrom(reason) },
  };
}

/** What `save.lua` said, and when the session ends that stood in the way. */
export function writtenFrom(reply: RedisReply): { written: Written; endsAt: number } {
  const [state, first, data = '', meta = '', at] = textsOf(reply);
  const endsAt = Number(at);
  if (state === 'saved') return { written: { state, version: Number(first) }, endsAt };
  if (state === 'conflict') {
    return { written: { state, record: { version: Number(first), data, meta } }, endsAt };
  }
  const reason = first === 'unknown' ? 'unknown' : reasonFrom(first);
  return { written: { state: 'ended', reason }, endsAt };
}

/** What `end-due.lua` said. */
export type DueReply =
  | { readonly state: 'ended'; readonly meta: string; readonly reason: EndReason }
  | { readonly state: 'later'; readonly at: number }
  | { readonly state: 'gone' };

export function dueFrom(reply: RedisReply): DueReply {
  const [state, first = '', reason] = textsOf(reply);
  if (state === 'ended') return { state, meta: first, reason: reasonFrom(reason) };
  return state === 'later' ? { state, at: Number(first) } : { state: 'gone' };
}

/** A newer version of the suite may have written a reason that this one does not know. */
function reasonFrom(text: string | undefined): EndReason {
  return isReason(text) ? text : 'revoked';
}

function isReason(text: string | undefined): text is EndReason {
  return text !== undefined && REASONS.has(text);
}

function isList(reply: RedisReply | undefined): reply is readonly RedisReply[] {
  return Array.isArray(reply);
}
