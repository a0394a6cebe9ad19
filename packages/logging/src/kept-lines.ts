import type { DataKind, Reason } from '@emas/data-map';
import { CATALOGUE } from '@emas/events';
import type { ResolvedOptions } from './options.ts';
import type { EventCategory, EventDefinition, EventFields, EventName } from '@emas/events';

type FieldName = { readonly [Name in EventName]: keyof EventFields<Name> }[EventName];

/** What a field is of a visitor, by category where that makes a difference; `[]` for nothing. */
type Meaning = readonly DataKind[] | Readonly<Partial<Record<EventCategory, readonly DataKind[]>>>;

const NOTHING: readonly DataKind[] = [];

/** Every field of the catalogue: one that is missing does not compile. */
const MEANINGS: Readonly<Record<FieldName, Meaning>> = {
  source_ip: ['address'],
  source_network: ['network'],
  network: ['network'],
  prefix: ['network'],
  subject: { auth: ['account', 'network'] },
  account: ['account'],
  session: ['session'],
  previous: { session: ['session'] },
  client: {
    auth: ['client'],
    error: ['client'],
    access: ['client'],
    deprecated: ['program', 'account'],
  },
  caller: ['program'],
  countries: ['country'],
  signals: ['client'],
  receipt: ['receipt'],
  choice: ['choice'],
  allowed: ['choice'],
  refused: ['choice'],
  signal: ['choice'],
  path: ['page'],
  page: ['page'],
  source: { client: ['page'] },
  blocked: { client: ['source'] },
  origin: { client: ['source'] },
  resource: ['page'],
  error: ['error'],
  failures: ['attempts'],
  successes: ['attempts'],
  retries: ['attempts'],
  repeats: ['attempts'],
  version: NOTHING,
  node: NOTHING,
  packages: NOTHING,
  from: NOTHING,
  to: NOTHING,
  package: NOTHING,
  file: NOTHING,
  fault: NOTHING,
  reason: NOTHING,
  limit: NOTHING,
  duration: NOTHING,
  incident: NOTHING,
  count: NOTHING,
  role: NOTHING,
  by: NOTHING,
  kind: NOTHING,
  severity: NOTHING,
  accounts: NOTHING,
  prefixes: NOTHING,
  state: NOTHING,
  note: { auth: ['app-data'] },
  score: NOTHING,
  message: NOTHING,
  policy: NOTHING,
  text: NOTHING,
  language: NOTHING,
  layout: NOTHING,
  content: NOTHING,
  changes: NOTHING,
  purposes: NOTHING,
  removed: NOTHING,
  fingerprint: NOTHING,
  method: NOTHING,
  status: NOTHING,
  endpoint: { access: ['page'] },
  run: NOTHING,
  since: NOTHING,
  sunset: NOTHING,
  successor: NOTHING,
  until: NOTHING,
  client_kind: NOTHING,
  first: NOTHING,
  last: NOTHING,
  code: NOTHING,
  bytes: NOTHING,
  aborted: NOTHING,
  directive: NOTHING,
  disposition: NOTHING,
  type: NOTHING,
  what: NOTHING,
  provider: NOTHING,
  store: NOTHING,
  direction: NOTHING,
  down_for: NOTHING,
  failed: NOTHING,
  part: NOTHING,
  standing: NOTHING,
  log: NOTHING,
  slot: NOTHING,
  chain: NOTHING,
  key: NOTHING,
  after: NOTHING,
  seq: NOTHING,
  mac: NOTHING,
  days: NOTHING,
  host: NOTHING,
  dropped: NOTHING,
  found: NOTHING,
  files: NOTHING,
  setting: NOTHING,
  allows: NOTHING,
  lines: NOTHING,
  receiver: NOTHING,
};

/** What lines of a category may hold of a visitor. */
export function heldBy(
  category: EventCategory,
  { addresses, accounts }: Pick<ResolvedOptions, 'addresses' | 'accounts'>,
): DataKind[] {
  const own = Object.values<EventDefinition>(CATALOGUE).filter((one) => one.category === category);
  const telling = own.filter((one) => heldByEvent(one).length > 0);
  const fields = telling.flatMap(heldByEvent);
  const held = new Set(
    fields.map((kind) => {
      if (kind === 'network' && addresses === 'all') return 'address';
      return kind === 'account' && accounts !== 'hash' ? 'account-name' : kind;
    }),
  );
  // What the app logs by itself says what the app says.
  if (category === 'system') held.add('app-data');
  if (held.size === 0) return [];
  const isApart = telling.length > 0 && telling.every(({ unlinked }) => unlinked === true);
  return [...held, isApart ? 'hour' : 'moment'];
}

function heldByEvent({ fields, category }: EventDefinition): readonly DataKind[] {
  return Object.keys(fields).flatMap((name) => kindsOf(name, category));
}

function kindsOf(name: string, category: EventCategory): readonly DataKind[] {
  const meaning: Meaning = Reflect.get(MEANINGS, name) ?? NOTHING;
  return isList(meaning) ? meaning : (meaning[category] ?? NOTHING);
}

function isList(meaning: Meaning): meaning is readonly DataKind[] {
  return Array.isArray(meaning);
}

/** Why lines of a category are kept. The pages for security search all of them, developers read files. */
export const LINES_FOR: Readonly<Record<EventCategory, Reason>> = {
  update: 'security',
  auth: 'security',
  session: 'security',
  consent: 'consent',
  error: 'security',
  deprecated: 'deprecation',
  access: 'security',
  client: 'security',
  system: 'security',
};
