import type { Request } from 'express';
import { z } from 'zod';
import { readAction } from '../../../frame/server/read-action.ts';
import type { IncidentRow } from '../contract.ts';
import type { SecurityDesk } from './desk.ts';
import { incidentRow } from './incidents.ts';

const schema = z.strictObject({
  id: z
    .string({ error: 'expected the id of an incident' })
    .max(40, 'expected the id of an incident'),
  state: z.enum(['open', 'acknowledged', 'closed'], {
    error: 'expected open, acknowledged or closed',
  }),
  note: z.string({ error: 'expected a text' }).optional(),
});

/** `POST api/security/incident`: somebody acknowledges, closes, opens again, or leaves a note. */
export async function incidentAction(req: Request, desk: SecurityDesk): Promise<IncidentRow> {
  const { id, state, note } = readAction(schema, req);
  const by = desk.actor(req);
  const change = note === undefined ? { state, by } : { state, by, note };
  return incidentRow(await desk.review.change(id, change));
}
