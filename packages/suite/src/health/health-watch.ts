import type { EventBus } from '@emas/events';
import type { Clock } from './clock.ts';
import { degradedMessage } from './degraded-message.ts';
import { Episode } from './episode.ts';
import type { PartReading } from './part-reading.ts';
import { RecentDrops } from './recent-drops.ts';
import { DEGRADED, standingsNow } from './standing.ts';
import type { DegradedStanding } from './standing.ts';

/** How a part stands. */
export interface PartStanding {
  readonly reading: PartReading;
  /** What is wrong with it now, the most urgent first; empty where nothing is. */
  readonly degraded: readonly { readonly standing: DegradedStanding; readonly since: string }[];
}

export interface HealthWatchOptions {
  /** Asks all parts; bounded in time. */
  readonly read: () => Promise<readonly PartReading[]>;
  readonly events: EventBus;
  readonly clock: Clock;
}

const LOOK_EVERY_MS = 3000;
/** A thousand requests a second do not query the engine as often. */
const REMEMBERED_MS = 1000;

/** Looks at all parts from time to time, and tells the bus when one begins to be degraded and has recovered. */
export class HealthWatch {
  readonly #options: HealthWatchOptions;
  readonly #drops = new RecentDrops();
  readonly #episodes = new Map<string, Episode>();
  #known: { readonly at: number; readonly found: Promise<readonly PartStanding[]> } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #hasEnded = false;

  constructor(options: HealthWatchOptions) {
    this.#options = options;
  }

  /** Keeps no process alive. */
  start(): void {
    // A receiver of the app's own may throw; the health report says so.
    this.#timer ??= setInterval(() => void this.look().catch(() => undefined), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  /** Nothing is told from now on: parts that are closed do not answer. */
  stop(): void {
    clearInterval(this.#timer);
    this.#hasEnded = true;
  }

  /** How the parts stand, as of the last second. */
  look(): Promise<readonly PartStanding[]> {
    const at = this.#options.clock.steady();
    if (this.#known === undefined || at - this.#known.at > REMEMBERED_MS) {
      this.#known = { at, found: this.#lookNow() };
    }
    return this.#known.found;
  }

  async #lookNow(): Promise<readonly PartStanding[]> {
    const readings = await this.#options.read();
    return readings.map((reading) => this.#standingOf(reading));
  }

  #standingOf(reading: PartReading): PartStanding {
    const { clock } = this.#options;
    const at = clock.steady();
    const now = new Set(standingsNow(reading, clock.wall()));
    if (this.#drops.isDropping(reading, at)) now.add('dropping');
    const degraded: { standing: DegradedStanding; since: string }[] = [];
    for (const standing of DEGRADED) {
      if (now.has(standing)) {
        degraded.push({ standing, since: this.#seen(reading, standing, at) });
      } else this.#unseen(reading, standing, at);
    }
    return { reading, degraded };
  }

  /** @returns Since when it has been seen. */
  #seen(reading: PartReading, standing: DegradedStanding, at: number): string {
    const { clock, events } = this.#options;
    const key = keyOf(reading, standing);
    const episode = this.#episodes.get(key) ?? new Episode(at, clock.wall());
    this.#episodes.set(key, episode);
    const { since } = episode;
    if (episode.seen(at) && !this.#hasEnded) {
      const { part, fault } = reading;
      const message = degradedMessage(standing, reading, clock.wall());
      const told = { part, standing, since, message };
      const code = fault?.code ?? '';
      events.emit('part_degraded', code === '' ? told : { ...told, fault: code });
    }
    return since;
  }

  #unseen(reading: PartReading, standing: DegradedStanding, at: number): void {
    const key = keyOf(reading, standing);
    const episode = this.#episodes.get(key);
    if (episode === undefined || !episode.unseen(at)) return;
    this.#episodes.delete(key);
    const { downFor } = episode;
    if (downFor === undefined || this.#hasEnded) return;
    this.#options.events.emit('part_recovered', {
      part: reading.part,
      standing,
      down_for: downFor,
    });
  }
}

function keyOf({ part }: PartReading, standing: DegradedStanding): string {
  return `${part} ${standing}`;
}
