import type { IncidentRow, IncidentTally } from '../contract.ts';
import { formatCount } from '../../../frame/web/numbers.ts';
import type { Texts } from '../words/en.ts';

const STATES: readonly IncidentRow['state'][] = ['open', 'acknowledged', 'closed'];

/** Those that wait for somebody first, then the latest. */
export function sortedIncidents(rows: readonly IncidentRow[]): IncidentRow[] {
  return rows.toSorted(
    (left, right) =>
      STATES.indexOf(left.state) - STATES.indexOf(right.state) ||
      Date.parse(right.last) - Date.parse(left.last),
  );
}

/** The parts of a subject that can be looked for: an account and a network are told apart. */
export function subjectParts({ subject }: Pick<IncidentRow, 'subject'>): {
  readonly account: string;
  readonly prefix: string;
} {
  const { type, value } = subject;
  switch (type) {
    case 'account':
      return { account: value, prefix: '' };
    case 'prefix':
    case 'network':
      return { account: '', prefix: value };
    case 'pair': {
      const [account = '', prefix = ''] = value.split(' ', 2);
      return { account, prefix };
    }
    default:
      return { account: '', prefix: '' };
  }
}

/** Networks that an incident names, its subject first: those that could be blocked. */
export function namedPrefixes(incident: IncidentRow): string[] {
  const { prefix } = subjectParts(incident);
  const named = [prefix, ...incident.prefixes.top.map(({ name }) => name)];
  return [...new Set(named)].filter((name) => name !== '');
}

/** `1,204 failures`, `3 accounts or more`: what an incident is made of, as a list of phrases. */
export function incidentCounts(incident: IncidentRow, { locale, security }: Texts): string[] {
  const { failures, successes, accounts, prefixes } = incident;
  const plain = (
    words: (count: number, shown: string) => string,
    count: number,
  ): readonly string[] => (count === 0 ? [] : [words(count, formatCount(count, locale))]);
  const tallied = (
    words: (count: number, shown: string) => string,
    { total, atLeast }: IncidentTally,
  ): readonly string[] =>
    plain(words, total).map((phrase) => (atLeast ? security.orMore(phrase) : phrase));
  return [
    ...plain(security.failures, failures),
    ...plain(security.successes, successes),
    ...tallied(security.accounts, accounts),
    ...tallied(security.prefixes, prefixes),
  ];
}

/** Id of the button that stays after every change of an incident: where the focus goes afterwards. */
export function incidentToggleId(id: string): string {
  return `incident-${id}`;
}
