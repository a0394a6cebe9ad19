import type { LoginAttempt } from '../attempt.ts';
import type { IncidentKind } from '../incident.ts';
import type { AccountBefore } from './account-watch.ts';
import type { IncidentLog } from './incident-log.ts';
import type { OpenIncident } from './open-incident.ts';
import { LatestAttempts, enteredBy } from './latest-attempts.ts';
import { Limits } from './limits.ts';
import { Recent, RecentMap } from './recent-map.ts';
import { DAY, MOST_ACCOUNTS_OF_ORIGIN, MOST_LATEST } from './thresholds.ts';
import type { ResolvedThresholds } from './thresholds.ts';

/** How an account fared from one source. */
const ENTERED = 0;
const FAILED = 1;
const UNKNOWN = 2;
const OUTCOMES = 3;

class Origin extends Recent {
  /** The latest accounts: the time of each, times three, plus how it fared; one number is all it takes. */
  readonly accounts = new Map<string, number>();
  /** Failures, and successes on accounts that were not entered from here before. */
  readonly latest = new LatestAttempts();
  incident: OpenIncident | undefined;
}

class Pair extends Recent {
  readonly failures = new LatestAttempts();
  incident: OpenIncident | undefined;
}

/** What there is to know of the accounts that a source tried within a while. */
interface Fared {
  readonly tried: number;
  readonly failed: number;
  readonly unknown: number;
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
  readonly #pairLimits: Limits;
  readonly #sprayLimits: Limits;

  constructor(thresholds: ResolvedThresholds, incidents: IncidentLog, most: number) {
    const { bruteForce, spraying, stuffing } = thresholds;
    this.#thresholds = thresholds;
    this.#incidents = incidents;
    this.#pairLimits = new Limits(
      { count: bruteForce.failures, within: bruteForce.within },
      { count: bruteForce.perDay, within: DAY },
    );
    this.#sprayLimits = new Limits(
      { count: spraying.accounts, within: spraying.within },
      { count: spraying.perDay, within: DAY },
    );
    this.#origins = new RecentMap(most, Math.max(this.#sprayLimits.longest, stuffing.within));
    this.#pairs = new RecentMap(most, this.#pairLimits.longest);
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
    pair.failures.add(attempt, this.#pairLimits.most);
    const limit = this.#pairLimits.reachedBy(pair.failures, time);
    if (limit === undefined) return;
    const subject = { type: 'pair', value: `${account} ${attempt.prefix}` } as const;
    pair.incident = this.#incidents.open(
      `brute_force ${key}`,
      { kind: 'brute_force', severity: 'medium', subject },
      pair.failures.since(time, limit.within),
    );
    widen(pair.incident, account, origin);
    pair.failures.clear();
  }

  #observeOrigin(attempt: LoginAttempt, address: string, isKnown: boolean): void {
    const { account, time, outcome } = attempt;
    const origin = this.#origins.touch(address, time, newOrigin);
    const isNews = note(origin, attempt);
    const { incident } = origin;
    if (incident !== undefined && this.#incidents.isOpen(incident, time)) {
      if (outcome === 'success' && !isKnown) incident.enter(account);
      this.#reclassify(incident, origin, time);
      this.#extend(incident, attempt, address);
      return;
    }
    if (outcome === 'failure' || !isKnown) origin.latest.add(attempt, MOST_LATEST);
    if (!isNews || outcome === 'success') return;
    const found = this.#judge(origin, time);
    if (found === undefined) return;
    const attempts = fromFirstFailure(origin.latest.since(time, found.within));
    origin.incident = this.#incidents.open(
      `origin ${address}`,
      {
        kind: found.kind,
        severity: 'medium',
        subject: { type: 'prefix', value: attempt.prefix },
      },
      attempts,
      enteredBy(attempts),
    );
    widen(origin.incident, account, address);
    origin.latest.clear();
  }

  #judge(origin: Origin, time: number): { kind: IncidentKind; within: number } | undefined {
    const { spraying, stuffing } = this.#thresholds;
    const { size } = origin.accounts;
    if (size < Math.min(spraying.accounts, stuffing.accounts)) return undefined;
    const { tried, unknown } = fare(origin, time, stuffing.within);
    if (tried >= stuffing.accounts && unknown >= tried * stuffing.unknownShare) {
      return { kind: 'stuffing', within: stuffing.within };
    }
    const limit = this.#sprayLimits.all.find(({ count, within }) => {
      const near = fare(origin, time, within);
      return near.failed >= count && near.failed >= near.tried * spraying.share;
    });
    return limit === undefined ? undefined : { kind: 'spraying', within: limit.within };
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

  #extend(incident: OpenIncident, attempt: LoginAttempt, origin: string): void {
    this.#incidents.extend(incident, attempt);
    widen(incident, attempt.account, origin);
  }
}

/** Who signed in before anything failed is none of the attack. */
function fromFirstFailure(attempts: readonly LoginAttempt[]): readonly LoginAttempt[] {
  return attempts.slice(attempts.findIndex(({ outcome }) => outcome === 'failure'));
}

/** What goes on in several /64s is the site's. */
function widen(incident: OpenIncident, account: string, origin: string): void {
  if (incident.prefixCount < 2) return;
  const { type } = incident.subject;
  if (type === 'pair') incident.subject = { type, value: `${account} ${origin}` };
  else if (type === 'prefix') incident.subject = { type: 'network', value: origin };
}

function newPair(): Pair {
  return new Pair();
}

function newOrigin(): Origin {
  return new Origin();
}

/** @returns Whether something changed that a judgement could depend on. */
function note({ accounts }: Origin, { account, time, outcome, reason }: LoginAttempt): boolean {
  if (account === '') return false;
  const before = accounts.get(account);
  const fared = before === undefined ? undefined : before % OUTCOMES;
  const failure = reason === 'unknown_account' ? UNKNOWN : FAILED;
  // Who got in once mistypes now and then; that is no failed account.
  const now = outcome === 'success' || fared === ENTERED ? ENTERED : failure;
  // Their order matters where one has to go: while there are few, it is not worth its time.
  if (accounts.size > MOST_ACCOUNTS_OF_ORIGIN / 2) accounts.delete(account);
  accounts.set(account, Math.floor(time) * OUTCOMES + now);
  if (accounts.size > MOST_ACCOUNTS_OF_ORIGIN) {
    for (const oldest of accounts.keys()) {
      accounts.delete(oldest);
      break;
    }
  }
  return fared !== now;
}

function fare({ accounts }: Origin, time: number, within: number): Fared {
  let tried = 0;
  let failed = 0;
  let unknown = 0;
  for (const packed of accounts.values()) {
    if (Math.abs(time - Math.floor(packed / OUTCOMES)) > within) continue;
    const fared = packed % OUTCOMES;
    tried += 1;
    if (fared === UNKNOWN) unknown += 1;
    if (fared !== ENTERED) failed += 1;
  }
  return { tried, failed, unknown };
}
