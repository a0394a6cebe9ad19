import { CATALOGUE } from '@emas/events';
import type { EmasEvent, EventDefinition, EventName } from '@emas/events';
import type { Encoder } from './encoder.ts';
import { jsonText } from './json-text.ts';

/** Writes an event's fields as JSON, each by its type in the catalogue. */
export type EventDataWriter = (event: EmasEvent) => string;

type FieldWriter = (value: unknown) => string;

interface KnownField {
  readonly field: string;
  readonly json: string;
  readonly write: FieldWriter;
}

/**
 * Only fields that the catalogue has are written. Those that the suite itself makes, hashes, addresses
 * and numbers, need no search for secrets; the others get one.
 *
 * @param account What is written in place of a user name.
 */
export function eventDataWriter(
  encoder: Encoder,
  account: (name: string) => string,
): EventDataWriter {
  const byType: Readonly<Record<string, FieldWriter>> = {
    hash: (value) => jsonText(String(value)),
    verbatim: (value) => jsonText(String(value)),
    address: (value) => jsonText(String(value)),
    count: (value) => number(value),
    milliseconds: (value) => number(value),
    account: (value) => encoder.text(account(String(value))),
  };
  const other: FieldWriter = (value) => encoder.value(value);
  const known = new Map<EventName, readonly KnownField[]>();
  const learn = (name: EventName): readonly KnownField[] => {
    const { fields }: EventDefinition = CATALOGUE[name];
    const list = Object.entries(fields).map(([field, type]) => ({
      field,
      json: `${jsonText(field)}:`,
      write: byType[type.replace('?', '')] ?? other,
    }));
    known.set(name, list);
    return list;
  };
  return function eventData({ name, fields }) {
    let text = '';
    for (const { field, json, write } of known.get(name) ?? learn(name)) {
      const value: unknown = Reflect.get(fields, field);
      if (value === undefined || value === null) continue;
      text += text === '' ? json : `,${json}`;
      text += write(value);
    }
    return text === '' ? '' : `{${text}}`;
  };
}

function number(value: unknown): string {
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : '0';
}
