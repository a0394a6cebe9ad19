import type { Block } from '@emas/login-guard';
import type { Request } from 'express';
import { z } from 'zod';
import { actionFault, readAction } from '../../../frame/server/read-action.ts';
import type { BlockRow } from '../contract.ts';
import { isoTime } from './desk.ts';
import type { SecurityDesk } from './desk.ts';

const MINUTE_MS = 60_000;
const MINUTES = 'expected minutes, 1 to 43200';
const PREFIX = 'expected a network such as 198.51.100.0/24';

const blockSchema = z.strictObject({
  prefix: z.string({ error: PREFIX }),
  minutes: z.int({ error: MINUTES }).min(1, MINUTES).max(43_200, MINUTES),
  reason: z.string({ error: 'expected a text' }),
  incident: z.string({ error: 'expected the id of an incident' }).optional(),
});

const unblockSchema = z.strictObject({ prefix: z.string({ error: PREFIX }) });

/** `POST api/security/block`: keeps a network out for a while. */
export async function block(req: Request, desk: SecurityDesk): Promise<BlockRow> {
  const { prefix, minutes, reason, incident } = readAction(blockSchema, req);
  const wanted = { prefix, duration: minutes * MINUTE_MS, reason, by: desk.actor(req) };
  const made = await blocksOf(desk).add(
    incident === undefined || incident === '' ? wanted : { ...wanted, incident },
  );
  return blockRow(made);
}

/** `POST api/security/unblock`: lets it in again before its time. */
export async function unblock(
  req: Request,
  desk: SecurityDesk,
): Promise<{ readonly removed: boolean }> {
  const { prefix } = readAction(unblockSchema, req);
  return { removed: (await blocksOf(desk).remove(prefix, desk.actor(req))) !== undefined };
}

function blocksOf({ blocks }: SecurityDesk): NonNullable<SecurityDesk['blocks']> {
  if (blocks !== undefined) return blocks;
  throw actionFault('This app keeps no blocks.');
}

export function blockRow({ prefix, since, until, reason, by, incident = '' }: Block): BlockRow {
  return { prefix, since: isoTime(since), until: isoTime(until), reason, by, incident };
}
