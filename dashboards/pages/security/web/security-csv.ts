import type {
  BlockRow,
  EventFigure,
  FailureTableRow,
  IncidentRow,
  IncidentTally,
  LogLine,
  SecurityReport,
} from '../contract.ts';
import { csv } from '../../../drawings/csv.ts';

/** Failures of each point by reason, under the stored names, which stay the same in every language. */
export function failuresCsv({ reasons, series }: SecurityReport): string {
  return csv([
    ['start', ...reasons],
    ...series.map((point) => [point.start, ...reasons.map((reason) => point.reasons[reason] ?? 0)]),
  ]);
}

export function failureRowsCsv(dimension: string, rows: readonly FailureTableRow[]): string {
  return csv([
    [dimension, 'failures', 'accounts', 'prefixes', 'first', 'last'],
    ...rows.map((row) => [
      row.value,
      row.failures,
      row.accounts,
      row.prefixes,
      row.first,
      row.last,
    ]),
  ]);
}

export function eventFiguresCsv(rows: readonly EventFigure[]): string {
  return csv([
    ['event', 'reason', 'count', 'last'],
    ...rows.map(({ event, reason, count, last }) => [event, reason, count, last]),
  ]);
}

export function blocksCsv(rows: readonly BlockRow[]): string {
  return csv([
    ['prefix', 'since', 'until', 'reason', 'by', 'incident'],
    ...rows.map((row) => [row.prefix, row.since, row.until, row.reason, row.by, row.incident]),
  ]);
}

/** One line for each incident; what evidence has many of stands in one cell, the most frequent first. */
export function incidentsCsv(rows: readonly IncidentRow[]): string {
  return csv([
    [
      ...['id', 'kind', 'severity', 'state', 'subject_type', 'subject', 'opened', 'first', 'last'],
      ...['failures', 'successes', 'accounts', 'prefixes', 'top_accounts', 'top_prefixes'],
      ...['top_countries', 'top_clients', 'top_reasons', 'entered', 'changes'],
    ],
    ...rows.map((row) => [
      ...[row.id, row.kind, row.severity, row.state, row.subject.type, row.subject.value],
      ...[row.opened, row.first, row.last, row.failures, row.successes],
      ...[row.accounts.total, row.prefixes.total, topOf(row.accounts), topOf(row.prefixes)],
      ...[topOf(row.countries), topOf(row.clients), topOf(row.reasons), row.entered.join('; ')],
      row.changes.map(({ time, state, by, note }) => `${time} ${state} ${by} ${note}`).join('; '),
    ]),
  ]);
}

export function linesCsv(lines: readonly LogLine[]): string {
  return csv([
    ['time', 'level', 'category', 'event', 'message', 'request', 'data'],
    ...lines.map(({ time, level, category, event, message, request, data }) => [
      ...[time, level, category, event, message, request],
      JSON.stringify(data),
    ]),
  ]);
}

/** What is not named adds up with what is: a reader of the file can check the sum. */
function topOf({ top, rest, unknown }: IncidentTally): string {
  return [...top, { name: '(other)', count: rest }, { name: '(unknown)', count: unknown }]
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${name}: ${count}`)
    .join('; ');
}
