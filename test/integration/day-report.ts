import type {
  ConsentReport,
  DeveloperReport,
  SecurityReport,
  TrafficReport,
} from '@emas/dashboards';
import { ACCOUNTS } from '../browser/accounts.js';
import type { Audience } from '../browser/accounts.js';
import { waitUntil } from '../waiting/wait-until.ts';
import { Person } from './day-people.ts';
import type { Day } from './day-people.ts';
import { DayTally } from './day-tally.ts';

const DASHBOARD = '/emas/dashboard';

/** What the pages of the three audiences are told, by their own APIs. */
export interface DayReport {
  readonly traffic: TrafficReport;
  readonly consent: ConsentReport;
  readonly security: SecurityReport;
  readonly developers: DeveloperReport;
}

/** Signs each audience in; their sign-ins are none of the day's. */
export async function staffOf(origin: string): Promise<() => Promise<DayReport>> {
  const notOfTheDay: Day = { origin, tally: new DayTally() };
  const staff = async (name: Audience): Promise<Person> => {
    const person = new Person(notOfTheDay, '203.0.113.200');
    const { status } = await person.submit('/en/login', { ...ACCOUNTS[name] });
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
    consent: await read(marketing, 'consent'),
    security: await read(security, 'security'),
    developers: await read(developer, 'developers'),
  });
}

/** The report in the terms of a tally, so that both can be compared. */
export function asTally({ traffic, consent, security, developers }: DayReport): object {
  const failures = new Map<string, number>();
  for (const { value, failures: count } of security.tables.reason) {
    // The visitor sees one status for waits and locks.
    const name = value === 'refused_delay' || value === 'refused_lock' ? 'refused' : value;
    failures.set(name, (failures.get(name) ?? 0) + count);
  }
  const [old] = developers.deprecated;
  const chosen = consent.choices.filter(({ count }) => count > 0);
  return {
    pages: byName(new Map(traffic.breakdowns.page?.rows.map(({ value, views }) => [value, views]))),
    views: traffic.totals.views,
    visitors: traffic.totals.visitors,
    choices: byName(new Map(chosen.map(({ choice, count }) => [choice, count]))),
    failures: byName(failures),
    successesAfterFailures: security.totals.successesAfterFailures,
    oldCalls: byName(new Map(old?.clients.map(({ id, count }) => [id, count]))),
    errors: developers.errors.map(({ count }) => count),
  };
}

export function expectedOf(tally: DayTally): object {
  return {
    pages: byName(tally.pages),
    views: tally.views,
    visitors: tally.visitors.size,
    choices: byName(tally.choices),
    failures: byName(tally.failures),
    successesAfterFailures: tally.successesAfterFailures,
    oldCalls: byName(tally.oldCalls),
    errors: tally.errors === 0 ? [] : [tally.errors],
  };
}

/** Asks until the figures are what they are to be. */
export async function reportWhen(
  read: () => Promise<DayReport>,
  tally: DayTally,
): Promise<DayReport> {
  const wanted = JSON.stringify(expectedOf(tally));
  return reportOnce(read, (report) => JSON.stringify(asTally(report)) === wanted, wanted);
}

/** Asks until a report says what it is to say. */
export async function reportOnce(
  read: () => Promise<DayReport>,
  holds: (report: DayReport) => boolean,
  what = 'the report',
): Promise<DayReport> {
  const ask = async (): Promise<DayReport | undefined> => {
    // What was away may be found a moment later.
    const report = await read().catch(() => undefined);
    return report !== undefined && holds(report) ? report : undefined;
  };
  const state = async (): Promise<object> => asTally(await read());
  return waitUntil(what, ask, { every: 500, patience: 120_000, state });
}

function byName(counts: ReadonlyMap<string, number | null>): object {
  return Object.fromEntries(
    [...counts].toSorted(([left], [right]) => left.localeCompare(right, 'en')),
  );
}
