import type { DataKind, Kept, KeptPlace } from '@emas/data-map';

/** In what two maps differ, of one place. */
export type PlaceChange =
  | { readonly change: 'added'; readonly place: KeptPlace }
  | { readonly change: 'removed'; readonly place: KeptPlace }
  | {
      readonly change: 'holds';
      readonly place: KeptPlace;
      readonly more: readonly DataKind[];
      readonly less: readonly DataKind[];
    }
  | { readonly change: 'kept'; readonly place: KeptPlace; readonly before: Kept }
  /** Somebody else gets it, or it serves something else. */
  | { readonly change: 'use'; readonly place: KeptPlace };

/** What a reader of the notice would want to know of a new one; in the order of the new one, then what is gone. */
export function changesBetween(
  before: readonly KeptPlace[],
  after: readonly KeptPlace[],
): readonly PlaceChange[] {
  const known = new Map(before.map((place) => [keyOf(place), place]));
  const now = new Set(after.map(keyOf));
  return [
    ...after.flatMap((place) => {
      const former = known.get(keyOf(place));
      return former === undefined
        ? [{ change: 'added', place } as const]
        : changesOf(former, place);
    }),
    ...before
      .filter((place) => !now.has(keyOf(place)))
      .map((place) => ({ change: 'removed', place }) as const),
  ];
}

/** The same part may have several places under one id, as it has several limits. */
function keyOf({ id, kind, where }: KeptPlace): string {
  return JSON.stringify([id, kind, where]);
}

function changesOf(former: KeptPlace, place: KeptPlace): PlaceChange[] {
  const changes: PlaceChange[] = [];
  const more = place.holds.filter((kind) => !former.holds.includes(kind));
  const less = former.holds.filter((kind) => !place.holds.includes(kind));
  if (more.length + less.length > 0) changes.push({ change: 'holds', place, more, less });
  if (differ(former.kept, place.kept)) changes.push({ change: 'kept', place, before: former.kept });
  const use = ({ reason, readers, recipient, words }: KeptPlace): unknown => [
    reason,
    readers,
    recipient,
    words,
  ];
  if (differ(use(former), use(place))) changes.push({ change: 'use', place });
  return changes;
}

function differ(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}
