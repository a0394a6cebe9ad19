import type { DeveloperReport, PipelineFlow, PipelineRow } from '../contract.ts';
import { formatCount, formatPercent } from '../../../frame/web/numbers.ts';
import { formatRecent } from '../../../drawings/moments.ts';
import { stateHint } from './pipeline-words.ts';
import { isTroubled } from './summary-figures.ts';
import { texts } from './texts.ts';

export const FLOW_COLUMNS = ['queued', 'spooled', 'sent', 'parked', 'dropped'] as const;

/** Has rows sent again that were rejected. */
const RETRY = 'npx emas spool retry';

interface PipelineLineProps {
  readonly row: PipelineRow;
  readonly report: DeveloperReport;
}

/** One pipeline: how it stands, what is on its way and what was lost. */
export function PipelineLine({ row, report }: PipelineLineProps) {
  const { developers } = texts.value;
  const { pipelineNames, pipelineKinds } = developers;
  const isNamed = row.kind !== 'file' && row.kind !== 'receiver';
  return (
    <tr class="pipeline" data-pipeline={row.name} data-kind={row.kind}>
      <th scope="row">
        {isNamed ? (pipelineNames[row.name] ?? row.name) : row.name}
        <span class="sub">{pipelineKinds[row.kind]}</span>
      </th>
      <States row={row} report={report} />
      {row.flow === null ? (
        <td class="is-none" colSpan={FLOW_COLUMNS.length} />
      ) : (
        <Flow flow={row.flow} report={report} isTroubled={isTroubled(row)} />
      )}
    </tr>
  );
}

function States({ row, report }: PipelineLineProps) {
  const words = texts.value;
  const { pipelineColumns, pipelineStates, degradedSince, losses, fault } = words.developers;
  const recently = recent(report, words.locale);
  return (
    <td data-label={pipelineColumns.state} class="verdict">
      {row.states.map(({ state, since }) => (
        <span key={state} class="pipeline-state">
          <span class={`badge is-${state}`}>{pipelineStates[state]}</span>
          <span class="soft">
            {stateHint(row.kind, state, words)}
            {state === 'parked' && <code> {RETRY}</code>}
            {since !== null && ` (${degradedSince(recently(since))})`}
          </span>
        </span>
      ))}
      {row.losses > 0 && (
        <span class="sub">{losses(row.losses, formatCount(row.losses, words.locale))}</span>
      )}
      {row.fault !== '' && <span class="fault">{fault(row.fault)}</span>}
    </td>
  );
}

interface FlowProps {
  readonly flow: PipelineFlow;
  readonly report: DeveloperReport;
  readonly isTroubled: boolean;
}

function Flow({ flow, report, isTroubled: isInTrouble }: FlowProps) {
  const { locale, developers } = texts.value;
  const { pipelineColumns: columns, spoolUsed, oldestRow } = developers;
  const count = (value: number): string => formatCount(value, locale);
  // While all is well the oldest is a second old, and next to nothing of the limit is used.
  const waits = isInTrouble && flow.spooled > 0;
  return (
    <>
      <td data-label={columns.queued}>{count(flow.queued)}</td>
      <td data-label={columns.spooled}>
        {count(flow.spooled)}
        {waits && flow.spoolUsed !== null && (
          <span class="sub">{spoolUsed(formatPercent(flow.spoolUsed, locale))}</span>
        )}
        {waits && flow.oldest !== null && (
          <span class="sub">{oldestRow(recent(report, locale)(flow.oldest))}</span>
        )}
      </td>
      <td data-label={columns.sent}>{count(flow.sent)}</td>
      <td data-label={columns.parked}>{count(flow.parked)}</td>
      <td data-label={columns.dropped}>
        <Dropped dropped={flow.dropped} />
      </td>
    </>
  );
}

function Dropped({ dropped }: Pick<PipelineFlow, 'dropped'>) {
  const { locale, developers } = texts.value;
  const reasons = Object.entries(dropped);
  const sum = reasons.reduce((all, [, count]) => all + count, 0);
  return (
    <>
      {formatCount(sum, locale)}
      {reasons.map(([reason, count]) => (
        <span key={reason} class="sub">
          {formatCount(count, locale)} {developers.dropReasons[reason] ?? reason}
        </span>
      ))}
    </>
  );
}

function recent({ range, generatedAt }: DeveloperReport, locale: string): (iso: string) => string {
  return (iso) => formatRecent(iso, generatedAt, range.timeZone, locale);
}
