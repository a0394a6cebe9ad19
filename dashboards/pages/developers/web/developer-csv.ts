import type {
  BlockedRow,
  DeprecatedRow,
  ErrorRow,
  PipelineFlow,
  PipelineRow,
  UpdateRow,
} from '../contract.ts';
import { csv } from '../../../drawings/csv.ts';

/** One line for each client of what is deprecated, and one for what nobody calls. */
export function deprecatedCsv(rows: readonly DeprecatedRow[]): string {
  const head = ['endpoint', 'kind', 'since', 'sunset', 'successor', 'count', 'first', 'last'];
  return csv([
    [...head, 'safe', 'because', 'client', 'client_kind', 'client_count', 'client_last'],
    ...rows.flatMap((row) => {
      const { endpoint, kind, since, sunset, successor, count, firstUse, lastUse } = row;
      const own = [endpoint, kind, since, sunset, successor, count, firstUse, lastUse];
      const verdict = [row.safe ? 'yes' : 'no', row.because.code];
      const clients = row.clients.map((client) => [
        ...[client.id, client.kind, client.count, client.last],
      ]);
      return (clients.length === 0 ? [['', '', null, '']] : clients).map((client) => [
        ...own,
        ...verdict,
        ...client,
      ]);
    }),
  ]);
}

export function errorsCsv(rows: readonly ErrorRow[]): string {
  return csv([
    ['fingerprint', 'name', 'message', 'request', 'status', 'count', 'first', 'last', 'new'],
    ...rows.map((row) => [
      ...[row.fingerprint, row.name, row.message, row.request, row.status],
      ...[row.count, row.first, row.last, row.isNew ? 'yes' : 'no'],
    ]),
  ]);
}

export function updatesCsv(rows: readonly UpdateRow[]): string {
  return csv([
    ['time', 'event', 'package', 'from', 'to'],
    ...rows.map((row) => [row.time, row.event, row.package, row.from, row.to]),
  ]);
}

export function blockedCsv(rows: readonly BlockedRow[]): string {
  return csv([
    ['what', 'blocked', 'count', 'option', 'value', 'remedy', 'where', 'elsewhere', 'last'],
    ...rows.map((row) => [
      ...[row.what, row.isBlocked ? 'yes' : 'no', row.count, row.setting, row.value, row.remedy],
      ...[row.where, row.elsewhere, row.last],
    ]),
  ]);
}

export function pipelinesCsv(rows: readonly PipelineRow[]): string {
  const counts = ['queued', 'spooled', 'spool_used', 'oldest', 'sent', 'parked', 'dropped'];
  return csv([
    ['name', 'kind', 'state', 'since', 'losses', ...counts, 'fault'],
    ...rows.map(({ name, kind, states, losses, flow, fault }) => [
      ...[name, kind, states.map(({ state }) => state).join('; ')],
      ...[states[0]?.since ?? null, losses],
      ...(flow === null ? counts.map(() => null) : flowCells(flow)),
      fault,
    ]),
  ]);
}

function flowCells(flow: PipelineFlow): (string | number | null)[] {
  const { queued, spooled, spoolUsed, oldest, sent, parked, dropped } = flow;
  const reasons = Object.entries(dropped).map(([reason, count]) => `${reason}: ${count}`);
  return [queued, spooled, spoolUsed, oldest, sent, parked, reasons.join('; ')];
}
