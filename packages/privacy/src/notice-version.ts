import { createHash } from 'node:crypto';
import type { KeptPlace } from '@emas/data-map';
import { z } from 'zod';
import { controllerSchema } from './options.ts';
import type { ResolvedController } from './options.ts';
import { placeSchema } from './place-schema.ts';
import { subjectRank } from './words/shape.ts';

/** A notice, as it was in force. */
export interface NoticeVersion {
  /** The same for the same content. */
  readonly version: string;
  /** The day of its first start, UTC, `2026-11-28`. */
  readonly since: string;
  readonly app: string;
  readonly controller: ResolvedController;
  readonly places: readonly KeptPlace[];
}

export const versionSchema: z.ZodType<NoticeVersion> = z.strictObject({
  version: z.string(),
  since: z.iso.date(),
  app: z.string(),
  controller: controllerSchema,
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
 * cookie that a part keeps is left to that part, which knows more; and the company responsible for the data is not a third party.
 */
export function mapOf(
  declared: readonly KeptPlace[],
  controller: Pick<ResolvedController, 'controller'>,
): readonly KeptPlace[] {
  const cookies = declared.filter(({ kind, words }) => kind === 'cookie' && words === undefined);
  const places = declared
    .filter((place) => !cookies.some((own) => isSameCookie(place, own)))
    .flatMap((place) => asOwn(place, controller.controller));
  const once = new Map(places.map((place) => [JSON.stringify(place), place]));
  return [...once]
    .toSorted(([one, left], [other, right]) => {
      const order = subjectRank(left.id) - subjectRank(right.id);
      return order === 0 ? Number(one > other) - Number(one < other) : order;
    })
    .map(([, place]) => place);
}

/** A part says `__Host-<hash>` where a registry says `__Host-*`. */
function isSameCookie({ id, kind, where }: KeptPlace, own: KeptPlace): boolean {
  if (kind !== 'cookie' || !id.startsWith('consent/') || id === own.id) return false;
  return where === own.where || where.replace(/<[a-z]+>$/, '<hash>') === own.where;
}

function asOwn(place: KeptPlace, controller: string): readonly KeptPlace[] {
  if (place.recipient?.name !== controller) return [place];
  const { recipient: _, ...own } = place;
  return place.kind === 'recipient' ? [] : [{ ...own, readers: ['app'] }];
}
