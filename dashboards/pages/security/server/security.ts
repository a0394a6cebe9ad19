import { intervalStartOf, seriesStarts } from '@emas/calendar';
import type { EventCountRow } from '@emas/logging';
import type { Request } from 'express';
import { instantsOf, rangeOf } from '../../../frame/server/asked-period.ts';
import type { Span } from '../../../frame/server/asked-period.ts';
import type {
  BlockRow,
  FailurePoint,
  FailureTableRow,
  SecurityDimension,
  SecurityReport,
  SecurityTotals,
} from '../contract.ts';
import { ATTEMPTS, failures } from './attempts.ts';
import { blockRow } from './block.ts';
import { isoTime, readSecurityQuestion } from './desk.ts';
import type { SecurityDesk, SecurityQuestion } from './desk.ts';
import { otherFigures, successesAfterFailures } from './event-figures.ts';

const ROWS = 20;
const MOST_POINTS = 100_000;

/** `GET api/security`: failures of a period, and all that the page shows beside them. */
export async function security(req: Request, desk: SecurityDesk): Promise<SecurityReport> {
  const question = readSecurityQuestion(req, desk);
  const { asked, where } = question;
  const { now, before } = instantsOf(asked);
  const [totals, previousTotals, points, entered, figures, blocks, tables] = await Promise.all([
    totalsOf(desk, question, now),
    totalsOf(desk, question, before),
    failures(desk.log, { ...now, by: 'hour', then: 'reason', where, limit: MOST_POINTS }),
    successesAfterFailures(desk.log, now, where.account),
    otherFigures(desk.log, now),
    blocksOf(desk),
    tablesOf(desk, question, now),
  ]);
  return {
    app: desk.app,
    range: rangeOf(asked),
    filters: asked.filters,
    totals,
    previousTotals,
    reasons: reasonsOf(points),
    series: seriesOf(points, question),
    tables,
    successesAfterFailures: entered,
    figures,
    blocks,
    hasLog: desk.log.hasFiles,
    generatedAt: isoTime(Date.now()),
  };
}

async function totalsOf(
  { log }: SecurityDesk,
  { where }: SecurityQuestion,
  span: Span,
): Promise<SecurityTotals> {
  const [outcomes, reasons, entered] = await Promise.all([
    log.counts({ ...span, events: ATTEMPTS, by: 'outcome', where }),
    failures(log, { ...span, by: 'reason', where }),
    log.counts({
      ...span,
      events: ['authn_login_successafterfail'],
      by: 'event',
      ...(where.account === undefined ? {} : { where: { account: where.account } }),
    }),
  ]);
  const of = (outcome: string): EventCountRow | undefined =>
    outcomes.find(({ value }) => value === outcome);
  return {
    failures: of('failure')?.count ?? 0,
    successes: of('success')?.count ?? 0,
    refused: reasons
      .filter(({ value }) => value.startsWith('refused_'))
      .reduce((sum, { count }) => sum + count, 0),
    accounts: of('failure')?.accounts ?? 0,
    prefixes: of('failure')?.prefixes ?? 0,
    successesAfterFailures: entered[0]?.count ?? 0,
  };
}

async function tablesOf(
  desk: SecurityDesk,
  question: SecurityQuestion,
  span: Span,
): Promise<SecurityReport['tables']> {
  const of = (by: SecurityDimension): Promise<FailureTableRow[]> =>
    tableOf(desk, question, span, by);
  const [reason, account, prefix, country, client] = await Promise.all([
    of('reason'),
    of('account'),
    of('prefix'),
    of('country'),
    of('client'),
  ]);
  return { reason, account, prefix, country, client };
}

async function tableOf(
  { log }: SecurityDesk,
  { where }: SecurityQuestion,
  span: Span,
  by: SecurityDimension,
): Promise<FailureTableRow[]> {
  const rows = await failures(log, { ...span, by, where, limit: ROWS });
  return rows.map(({ value, count, accounts, prefixes, first, last }) => ({
    value,
    failures: count,
    accounts,
    prefixes,
    first: isoTime(first),
    last: isoTime(last),
  }));
}

/** The most frequent first. */
function reasonsOf(points: readonly EventCountRow[]): string[] {
  const counts = new Map<string, number>();
  for (const { also, count } of points) counts.set(also, (counts.get(also) ?? 0) + count);
  return [...counts].toSorted(([, left], [, right]) => right - left).map(([reason]) => reason);
}

/** Attempts are counted by hours of UTC: an hour goes to the slot that it begins in. */
function seriesOf(points: readonly EventCountRow[], { asked }: SecurityQuestion): FailurePoint[] {
  const { days, timeZone } = asked;
  const slots = new Map<string, Record<string, number>>(
    seriesStarts({ ...days, timeZone }, days.interval).map((start) => [start, {}]),
  );
  for (const { value, also, count } of points) {
    const hour = Date.parse(`${value.replace(' ', 'T')}Z`);
    const reasons = slots.get(intervalStartOf(hour, days.interval, timeZone));
    if (reasons !== undefined) reasons[also] = (reasons[also] ?? 0) + count;
  }
  return [...slots].map(([start, reasons]) => ({ start, reasons }));
}

async function blocksOf({ blocks }: SecurityDesk): Promise<BlockRow[] | null> {
  return blocks === undefined ? null : (await blocks.list()).map(blockRow);
}
