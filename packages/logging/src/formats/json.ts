import { jsonText } from '../json/json-text.ts';
import type { LogFormat, LogOrigin, LogRecord } from '../record.ts';

/**
 * Our own form: an object on one line. What a visitor may have had a part in stands in `message` and
 * under `data`, so that no key of his can stand for one of ours.
 */
export const jsonFormat: LogFormat = (record, origin) => `${openJson(record, origin)}}`;

/** The line without its closing brace, for what is added as it is written. */
export function openJson(record: Omit<LogRecord, 'fields'>, origin: LogOrigin): string {
  const { level, category, event, message, request, data } = record;
  let text = `{"time":"${isoTime(record.time)}","level":"${level}","category":"${category}"`;
  if (event !== undefined) text += `,"event":"${event}"`;
  text += `,"message":${jsonText(message)}`;
  if (request !== undefined) text += `,"request":${jsonText(request)}`;
  if (data !== '') text += `,"data":${data}`;
  return text + originJson(origin);
}

let lastOrigin: LogOrigin | undefined;
let lastOriginJson = '';

/** The same with every line of a process. */
function originJson(origin: LogOrigin): string {
  if (origin === lastOrigin) return lastOriginJson;
  lastOrigin = origin;
  const { app, host, pid } = origin;
  lastOriginJson = `,"app":${jsonText(app)},"host":${jsonText(host)},"pid":${pid}`;
  return lastOriginJson;
}

let lastTime = Number.NaN;
let lastIsoTime = '';

/** ISO 8601 in UTC, to the millisecond. Lines come many to a millisecond. */
function isoTime(time: number): string {
  if (time === lastTime) return lastIsoTime;
  lastTime = time;
  lastIsoTime = new Date(time).toISOString();
  return lastIsoTime;
}
