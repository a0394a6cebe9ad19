import { isAt } from '@emas/data-map';
import type { DataKind, KeptPlace, PlaceKind } from '@emas/data-map';

/** One thing in which something may be kept: a cookie, a key, a table, a file, somebody else's system. */
export interface Holder {
  readonly kind: PlaceKind;
  readonly name: string;
  readonly text: string;
  /** Milliseconds until it goes by itself, as the browser or Redis has been told; `undefined` for no end of its own. */
  readonly left?: number | undefined;
}

/** Values that tell of somebody, by what they are; `never` is to be nowhere at all. */
export type Canaries = Readonly<Partial<Record<DataKind | 'never', readonly string[]>>>;

/** A value in a place that the map does not name, or that stays for longer than it says. */
export interface Fault {
  readonly holder: string;
  readonly kind: DataKind | 'never';
  readonly value: string;
}

/** Every value that is where the map does not say so. */
export function faultsOf(
  holders: readonly Holder[],
  canaries: Canaries,
  places: readonly KeptPlace[],
): readonly Fault[] {
  return holders.flatMap((holder) => {
    const own = placesOf(holder, places);
    const held = new Set(own.flatMap(({ holds }) => holds));
    return valuesIn(holder, canaries)
      .filter(({ kind }) => kind === 'never' || !held.has(kind))
      .map((found) => ({ holder: `${holder.kind} ${holder.name}`, ...found }));
  });
}

/** Places of the map in which something was found. */
export function confirmed(
  holders: readonly Holder[],
  canaries: Canaries,
  places: readonly KeptPlace[],
): ReadonlySet<KeptPlace> {
  return new Set(
    holders
      .filter((holder) => valuesIn(holder, canaries).length > 0)
      .flatMap((holder) => placesOf(holder, places)),
  );
}

/** Cookies and keys that stay for longer than their place says. @param slack Milliseconds by which an end may be late. */
export function overstaying(
  holders: readonly Holder[],
  places: readonly KeptPlace[],
  slack: number,
): readonly string[] {
  return holders
    .filter(({ kind }) => kind === 'cookie' || kind === 'redis')
    .flatMap((holder) =>
      placesOf(holder, places).flatMap(({ kept, id }) => {
        const { kind, name, text, left } = holder;
        const found = `${kind} ${name} of ${id}: ${left ?? 'no end of its own'}`;
        if ('until' in kept) return left === undefined ? [] : [found];
        if (!('ms' in kept)) return [];
        // What is left of a session that ended has nothing of it in it.
        const most = text.includes('"m"') ? kept.ms : (kept.mark ?? kept.ms);
        return left !== undefined && left <= most + slack ? [] : [found];
      }),
    );
}

/** What the map says of a holder. */
export function placesOf(
  { kind, name }: Holder,
  places: readonly KeptPlace[],
): readonly KeptPlace[] {
  return places.filter((place) => place.kind === kind && isAt(place.where, name));
}

function valuesIn(
  { name, text }: Holder,
  canaries: Canaries,
): readonly { readonly kind: DataKind | 'never'; readonly value: string }[] {
  return Object.entries(canaries).flatMap(([kind, values]) =>
    values
      .filter((value) => text.includes(value) || name.includes(value))
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the type
      .map((value) => ({ kind: kind as DataKind | 'never', value })),
  );
}
