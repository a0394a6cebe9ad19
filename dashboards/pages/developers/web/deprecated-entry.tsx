import { useSignal } from '@preact/signals';
import type { DeprecatedRow, DeveloperReport } from '../contract.ts';
import { Sparkline } from './sparkline.tsx';
import { formatDate, formatMoment } from '../../../drawings/moments.ts';
import { formatCount } from '../../../frame/web/numbers.ts';
import { texts } from './texts.ts';
import { ClientsTable } from './clients-table.tsx';
import { removalWords, sunsetWords } from './removal-words.ts';

interface DeprecatedEntryProps {
  readonly row: DeprecatedRow;
  readonly report: DeveloperReport;
}

/** One endpoint, and below it, on request, whoever calls it. */
export function DeprecatedEntry({ row, report }: DeprecatedEntryProps) {
  const words = texts.value;
  const { deprecatedColumns: columns, safe, notSafe, clients, clientsOf } = words.developers;
  const isExpanded = useSignal(false);
  const because = removalWords(row.because, words);
  return (
    <tbody class="deprecated" data-endpoint={row.endpoint}>
      <tr>
        <th scope="row">
          <Endpoint row={row} />
          {row.clients.length > 0 && (
            <button
              type="button"
              class="quiet-button toggle"
              aria-expanded={isExpanded.value}
              onClick={() => (isExpanded.value = !isExpanded.value)}
            >
              {clients(row.clients.length, formatCount(row.clients.length, words.locale))}
              <span class="visually-hidden">: {row.endpoint}</span>
              <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
                <path d="M3 6l5 5 5-5" />
              </svg>
            </button>
          )}
        </th>
        <td data-label={columns.calls}>
          <Calls row={row} report={report} />
        </td>
        <td data-label={columns.seen}>
          <Seen row={row} timeZone={report.range.timeZone} />
        </td>
        <td data-label={columns.sunset}>
          <Sunset row={row} />
        </td>
        <td data-label={columns.safe} class="verdict">
          <span class={row.safe ? 'badge is-ok' : 'badge is-no'}>{row.safe ? safe : notSafe}</span>
          <span class="soft">{because}</span>
        </td>
      </tr>
      {isExpanded.value && (
        <tr class="is-inner">
          <td colSpan={5}>
            <ClientsTable
              caption={clientsOf(row.endpoint)}
              clients={row.clients}
              timeZone={report.range.timeZone}
            />
          </td>
        </tr>
      )}
    </tbody>
  );
}

function Endpoint({ row }: { readonly row: DeprecatedRow }) {
  const words = texts.value;
  const { codeFunction, since, successor } = words.developers;
  return (
    <>
      <code>{row.endpoint}</code>
      {row.kind === 'code' && <span class="sub">{codeFunction}</span>}
      {row.since !== '' && <span class="sub">{since(formatDate(row.since, words.locale))}</span>}
      {row.successor !== null && <span class="sub">{successor(row.successor)}</span>}
    </>
  );
}

function Calls({ row, report }: DeprecatedEntryProps) {
  const { locale, developers } = texts.value;
  const inRange = row.trend.reduce((sum, count) => sum + count, 0);
  return (
    <>
      <span class="with-trend">
        <b>{formatCount(inRange, locale)}</b>
        <Sparkline
          what={developers.calls}
          values={row.trend}
          starts={report.slots}
          interval={report.range.interval}
        />
      </span>
      <span class="sub">{developers.inAll(formatCount(row.count, locale))}</span>
    </>
  );
}

interface SeenProps {
  readonly row: DeprecatedRow;
  readonly timeZone: string;
}

function Seen({ row: { firstUse, lastUse }, timeZone }: SeenProps) {
  const { locale, developers } = texts.value;
  if (lastUse === null) return <span class="soft">{developers.neverCalled}</span>;
  return (
    <>
      <time dateTime={lastUse}>{formatMoment(lastUse, timeZone, locale)}</time>
      {firstUse !== null && (
        <span class="sub">{developers.firstCall(formatMoment(firstUse, timeZone, locale))}</span>
      )}
    </>
  );
}

function Sunset({ row: { sunset, daysToSunset } }: { readonly row: DeprecatedRow }) {
  const words = texts.value;
  const shown = sunsetWords(daysToSunset, words);
  if (sunset === null) return <span class="soft">{shown}</span>;
  const isOver = daysToSunset !== null && daysToSunset < 0;
  return (
    <>
      <span class={isOver ? 'is-over' : undefined}>{shown}</span>
      <span class="sub">{formatDate(sunset, words.locale)}</span>
    </>
  );
}
