import type { IncidentRow, IncidentTally, SecurityReport } from '../../server/security-report.ts';
import { formatMoment } from '../format/moments.ts';
import { valueName } from '../format/names.ts';
import { formatCount } from '../format/numbers.ts';
import { texts } from '../state/navigation.ts';
import type { Dimension } from '../state/view.ts';
import type { Texts } from '../texts/en.ts';

type TallyName = 'accounts' | 'prefixes' | 'countries' | 'clients' | 'reasons';

const TALLIES: readonly (readonly [TallyName, Dimension])[] = [
  ['accounts', 'account'],
  ['prefixes', 'prefix'],
  ['countries', 'country'],
  ['clients', 'client'],
  ['reasons', 'reason'],
];

interface IncidentEvidenceProps {
  readonly incident: IncidentRow;
  readonly report: SecurityReport;
}

/** Who and where from, as far as the attempts say, and what people did about it. */
export function IncidentEvidence({ incident, report }: IncidentEvidenceProps) {
  const words = texts.value;
  const { kindHints, enteredAccounts } = words.security;
  return (
    <>
      <p class="soft">{kindHints[incident.kind]}.</p>
      <div class="evidence">
        {TALLIES.filter(([name]) => incident[name].top.length > 0).map(([name, dimension]) => (
          <TallyList key={name} name={name} dimension={dimension} tally={incident[name]} />
        ))}
        {incident.entered.length > 0 && (
          <section class="tally is-entered">
            <h4>{enteredAccounts}</h4>
            <ul>
              {incident.entered.map((account) => (
                <li key={account}>
                  <code title={account}>{account}</code>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      <History incident={incident} timeZone={report.range.timeZone} />
    </>
  );
}

interface TallyListProps {
  readonly name: TallyName;
  readonly dimension: Dimension;
  readonly tally: IncidentTally;
}

function TallyList({ name, dimension, tally }: TallyListProps) {
  const words = texts.value;
  const total = formatCount(tally.total, words.locale);
  const isCode = dimension === 'account' || dimension === 'prefix';
  return (
    <section class={`tally is-${name}`}>
      <h4>
        {words.security.evidenceTop[name]}{' '}
        <span class="soft">{tally.atLeast ? words.security.orMore(total) : total}</span>
      </h4>
      <ul>
        {tally.top.map(({ name: value, count }) => {
          const shown = valueName(dimension, value, words);
          return (
            <li key={value}>
              {isCode ? <code title={shown}>{shown}</code> : <span title={shown}>{shown}</span>}
              <span>{formatCount(count, words.locale)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

interface HistoryProps {
  readonly incident: IncidentRow;
  readonly timeZone: string;
}

function History({ incident, timeZone }: HistoryProps) {
  const words = texts.value;
  const { history, opened, changedBy } = words.security;
  const at = (time: string): string => formatMoment(time, timeZone, words.locale);
  return (
    <section class="history">
      <h4>{history}</h4>
      <ol>
        <li>
          <time dateTime={incident.opened}>{at(incident.opened)}</time> <b>{opened}</b>
        </li>
        {incident.changes.map((change, index) => (
          <li key={index}>
            <time dateTime={change.time}>{at(change.time)}</time>{' '}
            <b>{changeWords(change, words)}</b> {change.by !== '' && changedBy(change.by)}
            {change.note !== '' && <p class="note">{change.note}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}

function changeWords(
  { state, previous }: IncidentRow['changes'][number],
  { security }: Texts,
): string {
  return state === previous ? security.noted : security.states[state];
}
