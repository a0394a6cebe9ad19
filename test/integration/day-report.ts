import type { DeveloperReport, SecurityReport, TrafficReport } from '@emas/dashboards';
import { setTimeout as sleep } from 'node:timers/promises';
import { Person } from './day-people.ts';
import type { Day } from './day-people.ts';
import { DayTally } from './day-tally.ts';

const DASHBOARD = '/emas/dashboard';
const PASSWORDS = { marketing: 'angka-sahaja', security: 'jaga-pintu', developer: 'baca-log' };

/** What the pages of the three audiences are told, by their own APIs. */
export interface DayReport {
  readonly traffic: TrafficReport;
  readonly security: SecurityReport;
  readonly developers: DeveloperReport;
}

/** Signs each audience in; their sign-ins are none of the day's. */
export async function staffOf(origin: string): Promise<() => Promise<DayReport>> {
  const notOfTheDay: Day = { origin, tally: new DayTally() };
  const staff = async (name: keyof typeof PASSWORDS): Promise<Person> => {
    const person = new Person(notOfTheDay, '203.0.113.200');
    const { status } = await person.submit('/en/login', {
      username: name,
      password: PASSWORDS[name],
    });
    if (status !== 303) throw new Error(`${name} was not let in: ${status}`);
    return person;
  };
  const [marketing, security, developer] = [
    await staff('marketing'),
    await staff('security'),
    await staff('developer'),
  ];
  const read = async <Report>(person: Person, path: string): Promise<Report> => {
    const answer = await person.ask(`${DASHBOARD}/api/${path}?period=today`);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Report;
  };
  return async () => ({
    traffic: await read(marketing, 'traffic'),
    security: await read(security, 'security'),
    developers: await read(developer, 'developers'),
  });
}

/** The report in the terms of a tally, so that both can be compared. */
export function asTally({ traffic, security, developers }: DayReport): object {
  const failures = new Map<string, number>();
  for (const { value, failures: count } of security.tables.reason) {
    // The visitor sees one status for waits and locks.
    const name = value === 'refused_delay' || value === 'refused_lock' ? 'refused' : value;
    failures.set(name, (failures.get(name) ?? 0) + count);
  }
  const [old] = developers.deprecated;
  return {
    pages: Object.fromEntries(
      (traffic.breakdowns.page?.rows ?? []).map(({ value, views }) => [value, views]),
    ),
    views: traffic.totals.views,
    visitors: traffic.totals.visitors,
    failures: byName(failures),
    successesAfterFailures: security.totals.successesAfterFailures,
    oldCalls: Object.fromEntries((old?.clients ?? []).map(({ id, count }) => [id, count])),
    errors: developers.errors.map(({ count }) => count),
  };
}

export function expectedOf(tally: DayTally): object {
  return {
    pages: Object.fromEntries(tally.pages),
    views: tally.views,
    visitors: tally.visitors.size,
    failures: byName(tally.failures),
    successesAfterFailures: tally.successesAfterFailures,
    oldCalls: Object.fromEntries(tally.oldCalls),
    errors: tally.errors === 0 ? [] : [tally.errors],
  };
}

/** Asks until the figures are what they are to be, or time is over. @returns What was told last. */
export async function reportWhen(
  read: () => Promise<DayReport>,
  tally: DayTally,
  patience = 60_000,
): Promise<DayReport> {
  const until = Date.now() + patience;
  const wanted = JSON.stringify(expectedOf(tally));
  for (;;) {
    try {
      const report = await read();
      if (JSON.stringify(asTally(report)) === wanted || Date.now() > until) return report;
    } catch (error) {
      // What was away may be found a moment later.
      if (Date.now() > until) throw error;
    }
    await sleep(500);
  }
}

function byName(counts: ReadonlyMap<string, number>): object {
  return Object.fromEntries(
    [...counts].toSorted(([left], [right]) => left.localeCompare(right, 'en')),
  );
}
