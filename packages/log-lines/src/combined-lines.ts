import type { AccessLine, AccessLineParser } from './access-line.ts';
import { monthOf } from './log-time.ts';

// A quoted field, in which Apache and nginx write a quote as \" (or \x22).
const QUOTED = String.raw`"((?:[^"\\]|\\.)*)"`;
const COMMON = new RegExp(
  String.raw`^(\S+) \S+ (.+?) \[(\d\d)\/(\w{3})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)\] ${QUOTED} (\d{3}) (?:\d+|-)`,
);
const REFERRER_AND_AGENT = new RegExp(String.raw`^ ${QUOTED} ${QUOTED}`);
const REQUEST = /^([A-Z]{1,20}) (\S+)(?: HTTP\/\d(?:\.\d)?)?$/;

/** Apache's `common`: no referrer and no user agent. */
export const commonLine: AccessLineParser = (line) => readCommon(line)?.read;

/** Apache's and nginx's `combined`; what is logged behind it is passed over. */
export const combinedLine: AccessLineParser = (line) => {
  const common = readCommon(line);
  if (common === undefined) return undefined;
  const [, referrer, userAgent] = REFERRER_AND_AGENT.exec(line.slice(common.length)) ?? [];
  if (referrer === undefined || userAgent === undefined) return undefined;
  return { ...common.read, referrer: field(referrer), userAgent: field(userAgent) };
};

function readCommon(line: string): { read: AccessLine; length: number } | undefined {
  const match = COMMON.exec(line);
  if (match === null) return undefined;
  const [whole, address = '', user = '', ...rest] = match;
  const time = timeOf(rest);
  const [request = '', status = ''] = rest.slice(9);
  const [, method, url] = REQUEST.exec(request) ?? [];
  if (time === undefined || method === undefined || url === undefined) return undefined;
  const agent = { referrer: '', userAgent: '' };
  const read = { time, address, user: field(user), method, url, status: Number(status), ...agent };
  return { read, length: whole.length };
}

function timeOf(parts: readonly string[]): number | undefined {
  const [day, monthName = '', year, hour, minute, second, sign, offsetHours, offsetMinutes] = parts;
  const month = monthOf(monthName);
  if (month < 0) return undefined;
  const local = Date.UTC(
    Number(year),
    month,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000;
  return sign === '-' ? local + offset : local - offset;
}

function field(text: string): string {
  if (text === '-') return '';
  return text.includes('\\') ? text.replaceAll(/\\(["\\])/g, '$1') : text;
}
