import type { EndReason, SessionEnd, SessionWrite } from '../src/stores/record-store.ts';

const MINUTE = 60_000;
/** The moment that the ends of all samples are counted from. */
export const NOW: number = Date.now();

/** The end of a session, some minutes from now. */
export function endIn(minutes: number, reason: EndReason = 'idle'): SessionEnd {
  return { at: NOW + minutes * MINUTE, reason };
}

/** A session that begins; the parts that a test is about are given. */
export function beginning(parts: Partial<SessionWrite> = {}): SessionWrite {
  return {
    data: '{"cart":[]}',
    meta: '{"networks":[]}',
    end: endIn(15),
    base: undefined,
    ...parts,
  };
}
