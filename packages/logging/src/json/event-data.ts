import { CATALOGUE } from '@emas/events';
import type { EventDefinition, EventName } from '@emas/events';
import { NO_DATA } from '../log-data.ts';
import type { LogData } from '../log-data.ts';
import type { Encoder } from './encoder.ts';
import { jsonText } from './json-text.ts';
import { MAIL_MASK } from '../redaction/mail-addresses.ts';
import { propertyOf, unreadable } from '../thrown.ts';

/** Redacts an event's fields, each by its type in the catalogue. */
export type EventDataWriter = (name: EventName, fields: object) => LogData;

/** A value that has more than one part stays the text that it was redacted to. */
interface WrittenValue {
  readonly json: string;
}

type Redacted = string | number | WrittenValue;

interface KnownField {
  readonly field: string;
  readonly json: string;
  readonly redact: (value: unknown) => Redacted;
}

/** What is written in place of what names a visitor. */
export interface VisitorWriter {
  /** Of a user name. */
  readonly account: (name: string) => string;
  /** Of an address that nothing but a session or a success is told with. */
  readonly network: (address: string) => string;
}

/**
 * Only fields that the catalogue has are written. Those that the suite itself makes, hashes, addresses
 * and numbers, need no search for secrets; the others get one.
 */
export function eventDataWriter(encoder: Encoder, visitor: VisitorWriter): EventDataWriter {
  const byType: Readonly<Record<string, KnownField['redact']>> = {
    hash: String,
    verbatim: String,
    address: String,
    count: finite,
    milliseconds: finite,
    account: (value) => {
      const name = visitor.account(String(value));
      const masked = encoder.redacted(name);
      // Where names are written as they are, many an account has an e-mail address for one.
      return masked === MAIL_MASK ? name : masked;
    },
    network: (value) => visitor.network(String(value)),
  };
  const other = (value: unknown): Redacted =>
    typeof value === 'string' ? encoder.redacted(value) : { json: encoder.value(value) };
  const known = new Map<EventName, readonly KnownField[]>();
  const learn = (name: EventName): readonly KnownField[] => {
    const { fields }: EventDefinition = CATALOGUE[name];
    const list = Object.entries(fields).map(([field, type]) => ({
      field,
      json: `${jsonText(field)}:`,
      redact: byType[type.replace('?', '')] ?? other,
    }));
    known.set(name, list);
    return list;
  };
  return function eventData(name, fields) {
    const list = known.get(name) ?? learn(name);
    const values: (Redacted | undefined)[] = [];
    let text = '';
    for (const { field, json, redact } of list) {
      const value = redacted(propertyOf(fields, field, unreadable), redact);
      values.push(value);
      if (value === undefined) continue;
      text += text === '' ? json : `,${json}`;
      text += jsonOf(value);
    }
    if (text === '') return NO_DATA;
    return { json: `{${text}}`, fields: () => fieldsOf(list, values) };
  };
}

/** An account may be hashed by a function of the app's, and a field may be what it should not be. */
function redacted(given: unknown, redact: KnownField['redact']): Redacted | undefined {
  if (given === undefined || given === null) return undefined;
  try {
    return redact(given);
  } catch (error) {
    return unreadable(error);
  }
}

function finite(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function jsonOf(value: Redacted): string {
  if (typeof value === 'string') return jsonText(value);
  return typeof value === 'number' ? String(value) : value.json;
}

function fieldsOf(
  known: readonly KnownField[],
  values: readonly (Redacted | undefined)[],
): Readonly<Record<string, unknown>> {
  const fields: Record<string, unknown> = {};
  for (const [at, { field }] of known.entries()) {
    const value = values[at];
    if (value === undefined) continue;
    const parsed: unknown = typeof value === 'object' ? JSON.parse(value.json) : value;
    fields[field] = parsed;
  }
  return fields;
}
