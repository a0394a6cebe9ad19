import type { ClickHouseClient } from '@clickhouse/client';
import { parseOptions, wholeNumber } from '@emas/options';
import { z } from 'zod';
import type { Incident, IncidentEvidence, IncidentKind, IncidentSeverity } from '../incident.ts';
import type { IncidentState } from './options.ts';

/** What somebody did about an incident, and when. */
export interface ChangeRecord {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly state: IncidentState;
  readonly previous: IncidentState;
  readonly by: string;
  readonly note: string;
}

/** An incident with what people did about it. */
export interface ReviewedIncident extends Incident {
  readonly state: IncidentState;
  /** Oldest first. */
  readonly changes: readonly ChangeRecord[];
}

/** Which incidents. */
export interface IncidentQuery {
  readonly id?: string;
  readonly state?: IncidentState;
  /** Those with evidence between the two, milliseconds since 1970. @default all */
  readonly from?: number;
  readonly to?: number;
  /** @default 100 */
  readonly limit?: number;
}

const time = z.number({ error: 'expected milliseconds since 1970' });
const LATEST = 8_000_000_000_000;

const schema = z.strictObject({
  id: z
    .string({ error: 'expected the id of an incident' })
    .max(40, 'is too long for an id')
    .default(''),
  state: z
    .enum(['', 'open', 'acknowledged', 'closed'], {
      error: 'expected open, acknowledged or closed',
    })
    .default(''),
  from: time.default(0),
  to: time.default(LATEST),
  limit: wholeNumber('incidents', 1, 1000, 100),
});

const QUERY = `SELECT incidents.*, changes.times AS times, changes.states AS states,
    changes.befores AS befores, changes.bys AS bys, changes.notes AS notes
  FROM (
    SELECT id, kind, severity, subject_type, subject,
      toUnixTimestamp64Milli(opened) AS opened,
      toUnixTimestamp64Milli(first) AS first,
      toUnixTimestamp64Milli(last) AS last,
      failures, successes, evidence
    FROM emas_login_incidents FINAL
    WHERE app = {app:String} AND ({id:String} = '' OR id = {id:String})
  ) AS incidents
  LEFT JOIN (
    SELECT incident,
      arraySort(groupArray((toUnixTimestamp64Milli(time), state, previous, by, note))) AS all,
      arrayMap(one -> one.1, all) AS times,
      arrayMap(one -> one.2, all) AS states,
      arrayMap(one -> one.3, all) AS befores,
      arrayMap(one -> one.4, all) AS bys,
      arrayMap(one -> one.5, all) AS notes
    FROM emas_login_incident_changes
    WHERE app = {app:String} AND ({id:String} = '' OR incident = {id:String})
    GROUP BY incident
  ) AS changes ON changes.incident = incidents.id
  WHERE last >= {from:Int64} AND first < {to:Int64}
    AND ({state:String} = '' OR if(empty(states), 'open', states[-1]) = {state:String})
  ORDER BY last DESC, id
  LIMIT {limit:UInt32}`;

interface Row {
  readonly id: string;
  readonly kind: IncidentKind;
  readonly severity: IncidentSeverity;
  readonly subject_type: Incident['subject']['type'];
  readonly subject: string;
  readonly opened: string;
  readonly first: string;
  readonly last: string;
  readonly failures: string;
  readonly successes: string;
  readonly evidence: string;
  readonly times: readonly string[];
  readonly states: readonly IncidentState[];
  readonly befores: readonly IncidentState[];
  readonly bys: readonly string[];
  readonly notes: readonly string[];
}

/** @throws EmasError `ERR_EMAS_LOGIN_REVIEW_QUERY` on a wrong question. */
export async function readIncidents(
  client: ClickHouseClient,
  app: string,
  given: IncidentQuery,
): Promise<readonly ReviewedIncident[]> {
  const query = parseOptions('incidents', 'ERR_EMAS_LOGIN_REVIEW_QUERY', schema, given);
  const result = await client.query({
    query: QUERY,
    query_params: { app, ...query, from: Math.floor(query.from), to: Math.floor(query.to) },
    format: 'JSONEachRow',
  });
  const rows = await result.json<Row>();
  return rows.map(incidentFrom);
}

type Tallies = Omit<IncidentEvidence, 'failures' | 'successes' | 'first' | 'last'>;

function incidentFrom(row: Row): ReviewedIncident {
  // Written by ourselves, from the same type.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const tallies = JSON.parse(row.evidence) as Tallies;
  const changes = row.times.map((at, index): ChangeRecord => ({
    time: Number(at),
    state: row.states[index] ?? 'open',
    previous: row.befores[index] ?? 'open',
    by: row.bys[index] ?? '',
    note: row.notes[index] ?? '',
  }));
  const { id, kind, severity } = row;
  return {
    id,
    kind,
    severity,
    subject: { type: row.subject_type, value: row.subject },
    opened: Number(row.opened),
    evidence: {
      ...tallies,
      failures: Number(row.failures),
      successes: Number(row.successes),
      first: Number(row.first),
      last: Number(row.last),
    },
    state: changes.at(-1)?.state ?? 'open',
    changes,
  };
}
