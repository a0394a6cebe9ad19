import { allowedBy } from './allowed-by.ts';
import type { AllowedBy } from './allowed-by.ts';

/** A line of the log. */
export interface BlockedLine {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly event: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Something that was blocked, or would have been in report mode. */
export interface BlockedThing extends AllowedBy {
  /** What was met: `img-src https://cdn.example`, or `more than 1,048,576`, which the option allows. */
  readonly what: string;
  /** The page or the path, the one that was met most. */
  readonly where: string;
  /** How many other pages or paths there are. */
  readonly elsewhere: number;
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly last: number;
  /** False where it was let through, and only told. */
  readonly isBlocked: boolean;
}

interface Tally extends Omit<BlockedThing, 'where' | 'elsewhere' | 'count' | 'last'> {
  readonly places: Map<string, number>;
  count: number;
  last: number;
}

/** Events that {@link blockedReport} reads. */
const BLOCKED_EVENTS: ReadonlySet<string> = new Set(['csp_violation', 'would_block']);

/** Whether an event is one that the report reads. */
export function isBlocking(event: string): boolean {
  return BLOCKED_EVENTS.has(event);
}

/** Pages of one thing that are told apart: a browser says which, and may say anything. */
const MOST_PLACES = 1000;

/** Its value is one for each path, so that each has to be known. */
const SET_BY_PATH = 'hardening.maxBodyBytes';
/** Paths with an entry of their own; the others share one, as anybody can make paths up. */
const MOST_PATHS = 10;

/** Gives each of the first paths of a thing a key of its own. */
class PathKeys {
  readonly #known = new Map<string, Set<string>>();

  of(whole: string, path: string): string {
    const paths = this.#known.get(whole) ?? new Set();
    this.#known.set(whole, paths);
    if (paths.size < MOST_PATHS) paths.add(path);
    return paths.has(path) ? `${whole}\0${path}` : whole;
  }
}

/** What was blocked or would have been, by the option that decides; the most frequent first. */
export function blockedReport(lines: Iterable<BlockedLine>): readonly BlockedThing[] {
  const tallies = new Map<string, Tally>();
  const paths = new PathKeys();
  for (const { time, event, data } of lines) {
    const met = metIn(event, data);
    if (met === undefined) continue;
    const place = pathOf(textOf(data['page'])) || textOf(data['path']);
    const whole = `${met.setting}\0${met.what}\0${met.isBlocked}`;
    const key = met.setting === SET_BY_PATH ? paths.of(whole, place) : whole;
    const tally = tallies.get(key) ?? { ...met, places: new Map(), count: 0, last: 0 };
    tallies.set(key, tally);
    const { count } = data;
    const times = typeof count === 'number' && count > 0 ? count : 1;
    tally.count += times;
    tally.last = Math.max(tally.last, time);
    if (tally.places.size < MOST_PLACES || tally.places.has(place)) {
      tally.places.set(place, (tally.places.get(place) ?? 0) + times);
    }
  }
  return [...tallies.values()].map(thingOf).toSorted((one, other) => other.count - one.count);
}

function thingOf({ places, ...rest }: Tally): BlockedThing {
  const [[where] = ['']] = [...places].toSorted(([, one], [, other]) => other - one);
  return { ...rest, where, elsewhere: Math.max(0, places.size - 1) };
}

function metIn(
  event: string | undefined,
  data: BlockedLine['data'],
): Omit<Tally, 'places' | 'count' | 'last'> | undefined {
  if (event === 'would_block') {
    const setting = textOf(data['setting']);
    const allows = textOf(data['allows']);
    const what = /^\d/.test(allows) ? `more than ${allows}` : allows;
    return { setting, value: '', remedy: 'set', what, isBlocked: false };
  }
  if (event !== 'csp_violation') return undefined;
  const [directive, blocked] = [textOf(data['directive']), textOf(data['blocked'])];
  return {
    ...allowedBy(directive, blocked),
    what: `${directive} ${blocked}`.trim(),
    isBlocked: textOf(data['disposition']) !== 'report',
  };
}

/** The app knows its own host; what is no address stays as it is. */
function pathOf(page: string): string {
  return URL.canParse(page) ? new URL(page).pathname : page;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
