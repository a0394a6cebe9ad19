import { useSignal } from '@preact/signals';
import type { IncidentRow, IncidentTally, SecurityReport, SecurityDimension } from '../contract.ts';
import { formatMoment } from '../../../drawings/moments.ts';
import { formatCount } from '../../../frame/web/numbers.ts';
import { valueName } from './names.ts';
import { FilterName } from '../../../drawings/filter-name.tsx';
import { texts } from './texts.ts';
import type { Texts } from '../words/en.ts';
import { ShowAllButton } from '../../../drawings/show-all-button.tsx';

const ROWS_AT_FIRST = 6;

type TallyName = 'accounts' | 'prefixes' | 'countries' | 'clients' | 'reasons';

const TALLIES: readonly (readonly [TallyName, SecurityDimension])[] = [
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
        {TALLIES.filter(([name]) => incident[name].total > 0).map(([name, dimension]) => (
          <TallyList key={name} name={name} dimension={dimension} tally={incident[name]} />
        ))}
        {incident.entered.length > 0 && (
          <section class="tally is-entered">
            <h4>{enteredAccounts}</h4>
            <ul>
              {incident.entered.map((account) => (
                <li key={account}>
                  <FilterName dimension="account" value={account} name={account} />
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
  readonly dimension: SecurityDimension;
  readonly tally: IncidentTally;
}

function TallyList({ name, dimension, tally }: TallyListProps) {
  const words = texts.value;
  const showsAll = useSignal(false);
  const title = words.security.evidenceTop[name];
  const total = formatCount(tally.total, words.locale);
  const shown = showsAll.value ? tally.top : tally.top.slice(0, ROWS_AT_FIRST);
  const hidden = tally.top.slice(shown.length).reduce((sum, { count }) => sum + count, 0);
  return (
    <section class={`tally is-${name}`}>
      <h4>
        {title} <span class="soft">{tally.atLeast ? words.security.orMore(total) : total}</span>
      </h4>
      <ul>
        {shown.map((row) => (
          <TallyRow key={row.name} dimension={dimension} row={row} />
        ))}
        <RestRow name={words.security.evidenceOthers} count={tally.rest + hidden} />
        <RestRow name={words.unknown} count={tally.unknown} />
      </ul>
      {tally.top.length > ROWS_AT_FIRST && (
        <ShowAllButton showsAll={showsAll} count={tally.top.length} of={title} />
      )}
    </section>
  );
}

interface TallyRowProps {
  readonly dimension: SecurityDimension;
  readonly row: IncidentTally['top'][number];
}

function TallyRow({ dimension, row: { name, count } }: TallyRowProps) {
  return (
    <li>
      <FilterName
        dimension={dimension}
        value={name}
        name={valueName(dimension, name, texts.value)}
      />
      <span>{formatCount(count, texts.value.locale)}</span>
    </li>
  );
}

interface RestRowProps {
  readonly name: string;
  readonly count: number;
}

/** What has no row of its own, so that the rows add up to the attempts. */
function RestRow({ name, count }: RestRowProps) {
  if (count === 0) return null;
  return (
    <li class="soft">
      <span>{name}</span>
      <span>{formatCount(count, texts.value.locale)}</span>
    </li>
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
