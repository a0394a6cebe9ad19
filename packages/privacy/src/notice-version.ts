import { createHash } from 'node:crypto';
import { isAt } from '@emas/data-map';
import type { KeptPlace } from '@emas/data-map';
import { z } from 'zod';
import type { ResolvedController } from './options.ts';
import { placeSchema } from './place-schema.ts';
import { subjectRank } from './words/shape.ts';

/** A notice, as it was in force. */
export interface NoticeVersion {
  /** The same for the same content. */
  readonly version: string;
  /** The day of its first start, UTC, `2026-11-28`. */
  readonly since: string;
  readonly places: readonly KeptPlace[];
}

export const versionSchema: z.ZodType<NoticeVersion> = z.strictObject({
  version: z.string(),
  since: z.iso.date(),
  places: z.array(placeSchema),
});

const DIGITS = 12;

/** Of all that the notice says. */
export function versionOf(controller: ResolvedController, places: readonly KeptPlace[]): string {
  const content = JSON.stringify([controller, places]);
  return createHash('sha256').update(content).digest('hex').slice(0, DIGITS);
}

/**
 * Each place once, in an order that does not depend on when parts were made. What a registry of consents says of a
 * cookie that a part keeps is left to that part: it knows more.
 */
export function mapOf(declared: readonly KeptPlace[]): readonly KeptPlace[] {
  const cookies = declared.filter(({ kind, words }) => kind === 'cookie' && words === undefined);
  const places = declared.filter(
    ({ kind, words, where }) =>
      kind !== 'cookie' || words === undefined || !cookies.some((own) => isAt(where, own.where)),
  );
  const once = new Map(places.map((place) => [JSON.stringify(place), place]));
  return [...once]
    .toSorted(([one, left], [other, right]) => {
      const order = subjectRank(left.id) - subjectRank(right.id);
      return order === 0 ? Number(one > other) - Number(one < other) : order;
    })
    .map(([, place]) => place);
}
