import { droppedBy } from './part-reading.ts';
import type { PartReading } from './part-reading.ts';

const RECENT_MS = 600_000;

/**
 * Whether a part lost something lately. Its counts only grow, so each reading is compared with the one before.
 *
 * It lasts for ten minutes after the last loss, and for as long as the part has a fault: until then it may lose
 * more, beginning with the line that says that it has recovered.
 */
export class RecentDrops {
  readonly #known = new Map<string, { count: number; grew: number | undefined }>();

  /** @param at Milliseconds of a clock that nobody sets. */
  isDropping({ part, flow, fault }: PartReading, at: number): boolean {
    const count = droppedBy(flow);
    const known = this.#known.get(part) ?? { count: 0, grew: undefined };
    if (count > known.count) known.grew = at;
    else if (known.grew !== undefined && at - known.grew >= RECENT_MS && fault === undefined) {
      known.grew = undefined;
    }
    known.count = count;
    this.#known.set(part, known);
    return known.grew !== undefined;
  }
}
