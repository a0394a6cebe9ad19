/** Something with a time. */
interface Timed {
  readonly time: number;
}

interface Head<Item> {
  readonly item: Item;
  readonly source: AsyncIterator<Item>;
}

/**
 * Several sources in the order of time, holding one item of each. Each source stays in its own order, also
 * where time runs back in it; of the same time the earlier source comes first.
 */
export async function* mergedByTime<Item extends Timed>(
  sources: readonly AsyncGenerator<Item>[],
): AsyncGenerator<Item> {
  const heads: Head<Item>[] = [];
  try {
    for (const source of sources) {
      const first = await source.next();
      if (first.done !== true) heads.push({ item: first.value, source });
    }
    while (heads.length > 0) {
      const at = earliest(heads);
      const head = heads[at];
      if (head === undefined) return;
      yield head.item;
      const next = await head.source.next();
      if (next.done === true) heads.splice(at, 1);
      else heads[at] = { item: next.value, source: head.source };
    }
  } finally {
    // The reader may have seen enough; all files are open.
    for (const source of sources) await source.return(undefined);
  }
}

function earliest<Item extends Timed>(heads: readonly Head<Item>[]): number {
  let found = 0;
  let time = Number.POSITIVE_INFINITY;
  for (const [at, { item }] of heads.entries()) {
    if (item.time >= time) continue;
    found = at;
    time = item.time;
  }
  return found;
}
