import type { LogEntry, LogQuery } from '@emas/logging';
import { addressOf } from '@emas/request-context/internal';
import type { Request } from 'express';
import { z } from 'zod';
import { checked, instantsOf } from '../../../frame/server/asked-period.ts';
import type { LinesReport, LogLine } from '../contract.ts';
import { isoTime, readSecurityQuestion } from './desk.ts';
import type { SecurityDesk, SecurityQuestion } from './desk.ts';

const LONGEST = 200;
const text = z.string().max(LONGEST, `expected at most ${LONGEST} characters`).optional();

const schema = z.object({
  event: text,
  level: z.enum(['error', 'warn', 'info', 'http', 'verbose', 'debug', 'silly']).optional(),
  text,
  address: text,
  request: text,
  limit: z.coerce.number().int().min(1).max(10_000).default(200),
});

/** `GET api/security/lines`: the latest lines of the log that are meant. */
export async function lines(req: Request, desk: SecurityDesk): Promise<LinesReport> {
  const question = readSecurityQuestion(req, desk);
  const { limit, ...asked } = checked(schema, req.query);
  const { from, to } = instantsOf(question.asked).now;
  const { account, prefix } = question.where;
  const conditions = { ...asked, account, address: asked.address ?? prefix };
  const given = Object.entries(conditions).filter(
    ([, value]) => value !== undefined && value !== '',
  );
  const query: LogQuery = { ...Object.fromEntries(given), since: from, until: to };
  const found = await desk.log.lines(query, { limit, matches: matcher(question) });
  const by = desk.actor(req);
  desk.events.emit('sensitive_read', { resource: 'log lines', by, source_network: addressOf(req) });
  return { ...found, lines: found.lines.map(logLine) };
}

/** What a line says itself; a country is in none. */
function matcher({ where }: SecurityQuestion): (entry: LogEntry) => boolean {
  const { reason, client, country } = where;
  return ({ data }) =>
    country === undefined &&
    (reason === undefined || data['reason'] === reason) &&
    (client === undefined || data['client'] === client);
}

function logLine(entry: LogEntry): LogLine {
  const { time, level, category, event, message, request, data } = entry;
  return { time: isoTime(time), level, category, event, message, request, data };
}
