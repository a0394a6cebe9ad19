import type { ReviewedIncident, Tally } from '@emas/login-guard';
import type { Request } from 'express';
import { z } from 'zod';
import { checked, instantsOf } from '../../../frame/server/asked-period.ts';
import type { IncidentRow, IncidentTally, IncidentsReport } from '../contract.ts';
import { isoTime, readSecurityQuestion } from './desk.ts';
import type { SecurityDesk } from './desk.ts';

const ROWS = 100;

const schema = z.object({ state: z.enum(['open', 'acknowledged', 'closed']).optional() });

/** `GET api/security/incidents`: those with evidence in the period, the latest first. */
export async function incidents(req: Request, desk: SecurityDesk): Promise<IncidentsReport> {
  const { asked } = readSecurityQuestion(req, desk);
  const { state } = checked(schema, req.query);
  const found = await desk.review.incidents({
    ...instantsOf(asked).now,
    ...(state === undefined ? {} : { state }),
    limit: ROWS + 1,
  });
  return { incidents: found.slice(0, ROWS).map(incidentRow), more: found.length > ROWS };
}

export function incidentRow(incident: ReviewedIncident): IncidentRow {
  const { id, kind, severity, state, subject, opened, evidence, changes } = incident;
  const { first, last, failures, successes, entered } = evidence;
  return {
    id,
    kind,
    severity,
    state,
    subject,
    opened: isoTime(opened),
    first: isoTime(first),
    last: isoTime(last),
    failures,
    successes,
    accounts: tally(evidence.accounts),
    prefixes: tally(evidence.prefixes),
    countries: tally(evidence.countries),
    clients: tally(evidence.clients),
    reasons: tally(evidence.reasons),
    entered,
    changes: changes.map((change) => ({ ...change, time: isoTime(change.time) })),
  };
}

const SHOWN = 20;

function tally({ total, atLeast, top, rest, unknown }: Tally): IncidentTally {
  const names = Object.entries(top).toSorted(([, left], [, right]) => right - left);
  return {
    total,
    atLeast,
    top: names.slice(0, SHOWN).map(([name, count]) => ({ name, count })),
    rest: names.slice(SHOWN).reduce((sum, [, count]) => sum + count, rest),
    unknown,
  };
}
