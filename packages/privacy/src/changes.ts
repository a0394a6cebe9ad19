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
  /** It serves something else, somebody else reads it, or other words are said of it. */
  | { readonly change: 'use'; readonly place: KeptPlace };

/** What a reader of the notice would want to know of a new one; in the order of the new one, then what is gone. */
export function changesBetween(
  before: readonly KeptPlace[],
  after: readonly KeptPlace[],
): readonly PlaceChange[] {
  const same = new Set(before.map((place) => JSON.stringify(place)));
  const kept = new Set(after.map((place) => JSON.stringify(place)));
  // Several places may have a key in common; each former one is compared once.
  const former = before.filter((place) => !kept.has(JSON.stringify(place)));
  const changed = after
    .filter((place) => !same.has(JSON.stringify(place)))
    .flatMap((place): PlaceChange[] => {
      const at = former.findIndex((one) => keyOf(one) === keyOf(place));
      const [known] = at === -1 ? [] : former.splice(at, 1);
      return known === undefined ? [{ change: 'added', place }] : changesOf(known, place);
    });
  return [...changed, ...former.map((place): PlaceChange => ({ change: 'removed', place }))];
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
