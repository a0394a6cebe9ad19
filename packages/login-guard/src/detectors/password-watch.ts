import type { LoginAttempt } from '../attempt.ts';
import { DistinctWindow } from './distinct-window.ts';
import type { IncidentLog } from './incident-log.ts';
import { LatestAttempts, enteredBy } from './latest-attempts.ts';
import { Limits } from './limits.ts';
import type { OpenIncident } from './open-incident.ts';
import { Recent, RecentMap } from './recent-map.ts';
import { DAY, MOST_LATEST } from './thresholds.ts';
import type { ResolvedThresholds } from './thresholds.ts';

class Password extends Recent {
  /** Accounts on which it failed. */
  readonly accounts = new DistinctWindow();
  readonly latest = new LatestAttempts();
  incident: OpenIncident | undefined;
}

/** Watches for one password that is tried on many accounts, from anywhere. */
export class PasswordWatch {
  readonly #limits: Limits;
  readonly #incidents: IncidentLog;
  readonly #passwords: RecentMap<Password>;

  constructor({ spraying }: ResolvedThresholds, incidents: IncidentLog, most: number) {
    this.#limits = new Limits(
      { count: spraying.samePassword, within: spraying.samePasswordWithin },
      { count: spraying.samePasswordPerDay, within: DAY },
    );
    this.#incidents = incidents;
    this.#passwords = new RecentMap(most, this.#limits.longest);
  }

  get size(): number {
    return this.#passwords.size;
  }

  /** An account that is entered by the password of an incident is the strongest sign that there is. */
  observe(attempt: LoginAttempt, isKnown: boolean): void {
    const { time, account, outcome, password } = attempt;
    if (password === undefined || account === '') return;
    const isSuccess = outcome === 'success';
    // A member at home is none of it, even where the password is a weak one.
    if (isSuccess && isKnown) return;
    const known = this.#passwords.touch(password, time, newPassword);
    const { incident } = known;
    if (incident !== undefined && this.#incidents.isOpen(incident, time)) {
      if (isSuccess) incident.enter(account);
      this.#incidents.extend(incident, attempt);
      return;
    }
    known.latest.add(attempt, MOST_LATEST);
    if (isSuccess) return;
    known.accounts.add(account, time, this.#limits.most);
    const limit = this.#limits.reachedBy(known.accounts, time);
    if (limit === undefined) return;
    const attempts = known.latest.since(time, limit.within);
    known.incident = this.#incidents.open(
      // The hash of a password goes no further than this.
      `password ${password}`,
      { kind: 'spraying', severity: 'medium', subject: { type: 'password', value: '' } },
      attempts,
      enteredBy(attempts),
    );
    known.accounts.clear();
    known.latest.clear();
  }
}

function newPassword(): Password {
  return new Password();
}
