import { networkOf } from '../attempt.ts';
import type { LoginAttempt } from '../attempt.ts';
import type { Incident } from '../incident.ts';
import { AccountWatch, STRANGE } from './account-watch.ts';
import { EverywhereWatch } from './everywhere-watch.ts';
import { IncidentLog } from './incident-log.ts';
import type { IncidentListener } from './incident-log.ts';
import { OriginWatch } from './origin-watch.ts';
import { PasswordWatch } from './password-watch.ts';
import { resolveThresholds } from './thresholds.ts';
import type { DetectorThresholds } from './thresholds.ts';

/** Options of {@link loginDetectors}. */
export interface LoginDetectorsOptions {
  readonly thresholds?: DetectorThresholds;
}

/** Watches attempts to sign in for the patterns of attacks. */
export interface LoginDetectors {
  /** Takes note of an attempt. The time is the attempt's own, so history can be replayed. */
  observe(attempt: LoginAttempt): void;
  /** The incidents that are still known, oldest first: 256 and what is widespread. */
  incidents(): readonly Incident[];
  /** @returns What ends it. */
  subscribe(listener: IncidentListener): () => void;
  /** The incidents that something came to since this was last called, to be stored. */
  takeNews(): readonly Incident[];
  /** Ends an incident: what comes from now on is another one. */
  drop(id: string): void;
  /** Whether so many are at it, from so many places, that nobody who comes from a new place can be told apart. */
  isWidespread(time: number): boolean;
  /** How many accounts, sources, pairs and passwords are being watched. */
  readonly size: number;
}

/** Accounts that are watched at least; of sources, passwords, and pairs of account and source as many as these. */
const ACCOUNTS = 100_000;
const OTHERS = 50_000;
const MOST_CACHED = 20_000;

/**
 * Finds brute force, distributed guessing, spraying, stuffing, success after failures and impossible
 * travel in a stream of attempts, in bounded memory: what was not seen for long is forgotten first.
 *
 * @throws EmasError `ERR_EMAS_LOGIN_GUARD_OPTIONS`.
 */
export function loginDetectors(options: LoginDetectorsOptions = {}): LoginDetectors {
  const thresholds = resolveThresholds(options.thresholds);
  const incidents = new IncidentLog(thresholds.quiet);
  const accounts = new AccountWatch(thresholds, incidents, ACCOUNTS);
  const origins = new OriginWatch(thresholds, incidents, OTHERS);
  const passwords = new PasswordWatch(thresholds, incidents, OTHERS);
  const everywhere = new EverywhereWatch(thresholds, incidents);
  const originOf = originFinder();
  return {
    observe(attempt) {
      const origin = originOf(attempt.prefix);
      // An empty account is nobody's: it never counts as one.
      const before = attempt.account === '' ? STRANGE : accounts.observe(attempt, origin);
      if (origin !== '') origins.observe(attempt, origin, before);
      passwords.observe(attempt, before.isKnown);
      everywhere.observe(attempt, origin, before.isKnown);
    },
    incidents: () => incidents.list(),
    subscribe: (listener) => incidents.subscribe(listener),
    takeNews: () => incidents.takeNews(),
    drop: (id) => incidents.drop(id),
    isWidespread: (time) => everywhere.isOpen(time) || incidents.isWidespread(time),
    get size() {
      return accounts.size + origins.size + passwords.size;
    },
  };
}

/** An IPv4 prefix is its own origin; for IPv6 the site round it is, which takes some reckoning. */
function originFinder(): (prefix: string) => string {
  let sites = new Map<string, string>();
  return (prefix) => {
    if (!prefix.includes(':')) return prefix;
    const known = sites.get(prefix);
    if (known !== undefined) return known;
    const site = networkOf(prefix);
    if (sites.size >= MOST_CACHED) sites = new Map();
    sites.set(prefix, site);
    return site;
  };
}
