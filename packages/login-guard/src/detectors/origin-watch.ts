import type { LoginAttempt } from '../attempt.ts';
import type { IncidentKind, IncidentSubject } from '../incident.ts';
import type { AccountBefore } from './account-watch.ts';
import type { IncidentLog } from './incident-log.ts';
import type { OpenIncident } from './open-incident.ts';
import { Recent, RecentMap } from './recent-map.ts';
import { MOST_ACCOUNTS_OF_ORIGIN } from './thresholds.ts';
import type { ResolvedThresholds } from './thresholds.ts';
import { CountWindow, DistinctWindow } from './windows.ts';

/** How an account fared from one source. */
const ENTERED = 0;
const FAILED = 1;
const UNKNOWN = 2;
const OUTCOMES = 3;

class Origin extends Recent {
  /** The latest accounts: the time of each, times three, plus how it fared; one number is all it takes. */
  readonly accounts = new Map<string, number>();
  /** The latest /64s of a site. */
  sites: DistinctWindow | undefined;
  incident: OpenIncident | undefined;
}

class Pair extends Recent {
  readonly failures = new CountWindow();
  sites: DistinctWindow | undefined;
  incident: OpenIncident | undefined;
}

/** What there is to know of the accounts that a source tried within a while. */
interface Fared {
  readonly tried: number;
  readonly failed: readonly string[];
  readonly unknown: number;
  readonly first: number;
}

/**
 * Watches what each source does: an account again and again, or many accounts. A source is a provider's
 * /24 in IPv4 and a site's /48 in IPv6, where an attacker has as many /64s as he likes.
 */
export class OriginWatch {
  readonly #thresholds: ResolvedThresholds;
  readonly #incidents: IncidentLog;
  readonly #origins: RecentMap<Origin>;
  readonly #pairs: RecentMap<Pair>;

  constructor(thresholds: ResolvedThresholds, incidents: IncidentLog, most: number) {
    const { bruteForce, spraying, stuffing } = thresholds;
    this.#thresholds = thresholds;
    this.#incidents = incidents;
    this.#origins = new RecentMap(most, Math.max(spraying.within, stuffing.within));
    this.#pairs = new RecentMap(most, bruteForce.within);
  }

  get size(): number {
    return this.#origins.size + this.#pairs.size;
  }

  /** A success of an account that was entered from here before is nothing special. */
  observe(attempt: LoginAttempt, origin: string, { isKnown, hasFailed }: AccountBefore): void {
    // Nothing is counted of a pair whose account did not fail: there is nothing to look for.
    const isOfPair = attempt.account !== '' && (hasFailed || attempt.outcome === 'failure');
    if (isOfPair) this.#observePair(attempt, origin);
    this.#observeOrigin(attempt, origin, isKnown);
  }

  #observePair(attempt: LoginAttempt, origin: string): void {
    const { account, time } = attempt;
    const key = `${account} ${origin}`;
    if (attempt.outcome === 'success') {
      const pair = this.#pairs.get(key);
      if (pair?.incident !== undefined && this.#incidents.isOpen(pair.incident, time)) {
        pair.incident.enter(account);
        this.#incidents.extend(pair.incident, attempt);
      }
      pair?.failures.clear();
      return;
    }
    const pair = this.#pairs.touch(key, time, newPair);
    const { incident } = pair;
    if (incident !== undefined && this.#incidents.isOpen(incident, time)) {
      this.#extend(incident, attempt, origin);
      return;
    }
    const { failures, within } = this.#thresholds.bruteForce;
    noteSite(pair, attempt, origin, within);
    if (!pair.failures.add(time, failures, within)) return;
    const subject = { type: 'pair', value: `${account} ${attempt.prefix}` } as const;
    const { first } = pair.failures;
    pair.incident = this.#incidents.open(
      `brute_force ${key}`,
      { kind: 'brute_force', severity: 'medium', subject },
      attempt,
      {
        failures: failures - 1,
        first,
        accounts: [[account, failures - 1]],
        prefixes: sitesBefore(pair, attempt, failures - 1, within),
      },
    );
    pair.failures.clear();
  }

  #observeOrigin(attempt: LoginAttempt, address: string, isKnown: boolean): void {
    const { account, time, outcome } = attempt;
    const origin = this.#origins.touch(address, time, newOrigin);
    const isNews = note(origin, attempt);
    const { incident } = origin;
    const { within } = this.#thresholds.stuffing;
    noteSite(origin, attempt, address, within);
    if (incident !== undefined && this.#incidents.isOpen(incident, time)) {
      if (outcome === 'success' && !isKnown) incident.enter(account);
      this.#reclassify(incident, origin, time);
      this.#extend(incident, attempt, address);
      return;
    }
    if (!isNews || outcome === 'success') return;
    const found = this.#judge(origin, time);
    if (found === undefined) return;
    const { kind, fared } = found;
    origin.incident = this.#incidents.open(
      `origin ${address}`,
      { kind, severity: 'medium', subject: { type: 'prefix', value: attempt.prefix } },
      attempt,
      {
        failures: fared.failed.length - 1,
        first: fared.first,
        accounts: fared.failed.filter((one) => one !== account).map((one) => [one, 1]),
        prefixes: sitesBefore(origin, attempt, fared.failed.length - 1, within),
      },
    );
  }

  #judge(origin: Origin, time: number): { kind: IncidentKind; fared: Fared } | undefined {
    const { spraying, stuffing } = this.#thresholds;
    const { size } = origin.accounts;
    if (size < Math.min(spraying.accounts, stuffing.accounts)) return undefined;
    const wide = fare(origin, time, stuffing.within);
    const isStuffing = wide.unknown >= wide.tried * stuffing.unknownShare;
    if (isStuffing && wide.tried >= stuffing.accounts) return { kind: 'stuffing', fared: wide };
    const near = fare(origin, time, spraying.within);
    const { failed, tried } = near;
    const isSpraying =
      failed.length >= spraying.accounts && failed.length >= tried * spraying.share;
    return isSpraying ? { kind: 'spraying', fared: near } : undefined;
  }

  /** Spraying turns out to be stuffing where most accounts are unknown. */
  #reclassify(incident: OpenIncident, origin: Origin, time: number): void {
    const { stuffing } = this.#thresholds;
    if (incident.kind !== 'spraying' || origin.accounts.size < stuffing.accounts) return;
    const { tried, unknown } = fare(origin, time, stuffing.within);
    if (tried >= stuffing.accounts && unknown >= tried * stuffing.unknownShare) {
      incident.kind = 'stuffing';
    }
  }

  /** What began in one /64 and goes on in others is the site's. */
  #extend(incident: OpenIncident, attempt: LoginAttempt, origin: string): void {
    this.#incidents.extend(incident, attempt);
    if (incident.prefixCount < 2) return;
    const { type } = incident.subject;
    const subject: IncidentSubject =
      type === 'pair'
        ? { type: 'pair', value: `${attempt.account} ${origin}` }
        : { type: 'network', value: origin };
    incident.subject = subject;
  }
}

function newPair(): Pair {
  return new Pair();
}

function newOrigin(): Origin {
  return new Origin();
}

/** In IPv4 an origin is its prefix, and there is nothing to note. */
function noteSite(
  watched: { sites: DistinctWindow | undefined },
  { prefix, time }: LoginAttempt,
  origin: string,
  within: number,
): void {
  if (prefix === origin) return;
  watched.sites ??= new DistinctWindow();
  watched.sites.add(prefix, time, MOST_ACCOUNTS_OF_ORIGIN, within);
}

function sitesBefore(
  { sites }: { readonly sites: DistinctWindow | undefined },
  { prefix, time }: LoginAttempt,
  failures: number,
  within: number,
): [prefix: string, failures: number][] {
  const others = sites?.before(prefix, time, within) ?? [];
  const ofOthers = others.reduce((sum, [, count]) => sum + count, 0);
  return [...others, [prefix, Math.max(0, failures - ofOthers)]];
}

/** @returns Whether something changed that a judgement could depend on. */
function note({ accounts }: Origin, { account, time, outcome, reason }: LoginAttempt): boolean {
  if (account === '') return false;
  const before = accounts.get(account);
  const fared = before === undefined ? undefined : before % OUTCOMES;
  const failure = reason === 'unknown_account' ? UNKNOWN : FAILED;
  // Who got in once mistypes now and then; that is no failed account.
  const now = outcome === 'success' || fared === ENTERED ? ENTERED : failure;
  accounts.delete(account);
  accounts.set(account, time * OUTCOMES + now);
  if (accounts.size > MOST_ACCOUNTS_OF_ORIGIN) {
    for (const oldest of accounts.keys()) {
      accounts.delete(oldest);
      break;
    }
  }
  return fared !== now;
}

function fare({ accounts }: Origin, time: number, within: number): Fared {
  const failed: string[] = [];
  let tried = 0;
  let unknown = 0;
  let first = time;
  for (const [account, packed] of accounts) {
    const at = Math.floor(packed / OUTCOMES);
    if (time - at > within) continue;
    const fared = packed % OUTCOMES;
    tried += 1;
    first = Math.min(first, at);
    if (fared === UNKNOWN) unknown += 1;
    if (fared !== ENTERED) failed.push(account);
  }
  return { tried, failed, unknown, first };
}
