import { CATALOGUE } from '@emas/events';
import type { EventDefinition, EventName } from '@emas/events';
import { jsonText } from '../json/json-text.ts';
import type { LogFormat, LogOrigin, LogRecord } from '../record.ts';
import { EcsLabels } from './ecs-labels.ts';
import { errorParts, isAddress, isoTime, plainText } from './record-data.ts';

/** The version whose field types and categorisation values are kept. */
const ECS_VERSION = '8.17.0';
const NANOSECONDS = 1_000_000;

type EcsValue = string | number | readonly string[];
type EcsFields = Map<string, EcsValue>;

/**
 * A line of the Elastic Common Schema 8, an object in nested form: what has a field in the schema has
 * its type, what has none is a text under `labels`.
 *
 * Of what the app logged itself only `error` has a place in the schema: names in the app's data may come
 * from a visitor, and he shall not choose his `source.ip`.
 */
export const ecsFormat: LogFormat = (record, origin) => {
  const fields: EcsFields = new Map();
  const labels = new EcsLabels();
  const { event } = record;
  const definition: EventDefinition | undefined =
    event === undefined ? undefined : CATALOGUE[event];
  putCommon(fields, record, origin);
  if (definition !== undefined && event !== undefined) {
    putClassification(fields, definition, event);
    putOwnVersion(fields, event, origin);
  }
  for (const [name, value] of Object.entries(record.fields)) {
    if (value === undefined || value === null) continue;
    if (name === 'error') putError(fields, labels, value);
    else if (definition === undefined) labels.put(name, value);
    else if (!putField(fields, { name, value, definition, event })) labels.put(name, value);
  }
  return lineOf(fields, labels);
};

function putCommon(fields: EcsFields, record: LogRecord, origin: LogOrigin): void {
  const time = isoTime(record.time);
  if (time !== undefined) fields.set('@timestamp', time);
  fields.set('log.level', record.level);
  fields.set('message', record.message);
  fields.set('ecs.version', ECS_VERSION);
  fields.set('event.kind', 'event');
  fields.set('event.dataset', `emas.${record.category}`);
  if (record.request !== undefined) fields.set('http.request.id', record.request);
  fields.set('service.name', origin.app);
  if (origin.version !== undefined) fields.set('service.version', origin.version);
  fields.set('host.hostname', origin.host);
  fields.set('process.pid', origin.pid);
}

function putClassification(fields: EcsFields, { ecs }: EventDefinition, event: EventName): void {
  fields.set('event.module', 'emas');
  fields.set('event.action', event);
  fields.set('event.category', ecs.category);
  fields.set('event.type', ecs.type);
  if (ecs.outcome !== undefined) fields.set('event.outcome', ecs.outcome);
}

/** Changes of versions are about a package each: the app and Node.js are two of them. */
function putOwnVersion(fields: EcsFields, event: EventName, origin: LogOrigin): void {
  if (event === 'app_updated' || event === 'versions_recorded')
    fields.set('package.name', origin.app);
  if (event === 'node_updated') fields.set('package.name', 'node');
}

interface EventField {
  readonly name: string;
  readonly value: unknown;
  readonly definition: EventDefinition;
  readonly event: EventName | undefined;
}

const KEYWORDS: Readonly<Record<string, string>> = {
  code: 'event.code',
  fault: 'error.code',
  method: 'http.request.method',
  package: 'package.name',
  path: 'url.path',
  reason: 'event.reason',
};
const LONGS: Readonly<Record<string, string>> = {
  bytes: 'http.response.body.bytes',
  status: 'http.response.status_code',
};

/** @returns Whether the schema has a place for the value. */
function putField(fields: EcsFields, field: EventField): boolean {
  const { name, value } = field;
  const place = KEYWORDS[name] ?? placeByEvent(field);
  if (place !== undefined) return put(fields, place, plainText(value));
  // A network has no place in the schema, whose `source.ip` is one address.
  if (name === 'source_ip' || name === 'source_network')
    return isAddress(value) && put(fields, 'source.ip', value);
  const number = LONGS[name] ?? (name === 'duration' ? 'event.duration' : undefined);
  if (number === undefined || typeof value !== 'number') return false;
  const long = Math.round(name === 'duration' ? value * NANOSECONDS : value);
  return Number.isSafeInteger(long) && put(fields, number, long);
}

function placeByEvent({ name, value, definition, event }: EventField): string | undefined {
  switch (name) {
    case 'account':
      return isHash(definition, value) ? 'user.hash' : 'user.name';
    case 'client':
      // There it is a key's hash, or what `client_kind` says.
      return definition.category === 'deprecated' ? undefined : 'user_agent.name';
    case 'message':
      return definition.ecs.outcome === 'failure' ? 'error.message' : undefined;
    case 'to':
      return 'package.version';
    case 'from':
      return event === 'package_removed' ? 'package.version' : undefined;
    case 'version':
      return event === 'versions_recorded' ? 'package.version' : undefined;
    default:
      return undefined;
  }
}

/** With `accounts: 'plain'` a user name is one. */
function isHash({ fields }: EventDefinition, value: unknown): boolean {
  return (fields['account'] ?? '').startsWith('hash') || /^[\da-f]{16,}$/.test(plainText(value));
}

function putError(fields: EcsFields, labels: EcsLabels, error: unknown): void {
  const { type, message, code, stack, rest } = errorParts(error);
  if (type !== undefined) fields.set('error.type', type);
  if (message !== undefined) fields.set('error.message', message);
  if (code !== undefined) fields.set('error.code', code);
  if (stack !== undefined) fields.set('error.stack_trace', stack);
  if (Object.keys(rest).length > 0) labels.put('error', rest);
}

function put(fields: EcsFields, place: string, value: EcsValue): true {
  fields.set(place, value);
  return true;
}

type Nested = Map<string, Nested | EcsValue>;

/** `{"event":{"kind":…` from `event.kind`, … */
function lineOf(fields: EcsFields, labels: EcsLabels): string {
  const root: Nested = new Map();
  for (const [place, value] of fields) {
    const steps = place.split('.');
    const last = steps.pop() ?? place;
    let at = root;
    for (const step of steps) {
      const next = at.get(step);
      const inner: Nested = next instanceof Map ? next : new Map();
      at.set(step, inner);
      at = inner;
    }
    at.set(last, value);
  }
  const all = labels.all();
  if (all.size > 0) root.set('labels', all);
  return jsonOf(root);
}

function jsonOf(value: Nested | EcsValue): string {
  // Indexes refuse halves of characters.
  if (typeof value === 'string') return jsonText(value.toWellFormed());
  if (typeof value === 'number') return String(value);
  if (!(value instanceof Map)) return `[${value.map(jsonOf).join(',')}]`;
  const entries = [...value].map(([key, inner]) => `${jsonText(key)}:${jsonOf(inner)}`);
  return `{${entries.join(',')}}`;
}
