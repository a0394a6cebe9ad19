/** How much an event matters to operators: `error` and `warn` need attention. */
export type EventLevel = 'error' | 'warn' | 'info';

/**
 * Which log an event goes to: `update` changed versions, `auth` who signed in or failed to, `session`
 * what became of sessions, `consent` what visitors allowed and what they were asked, `error` what nobody
 * handled, `deprecated` use of outdated APIs, `access` requests, `client` what strangers' browsers and programs
 * report or are refused, `system` the suite itself and what the app logs without a category.
 * Strangers write into `client` as much as they like, so nothing else is in it.
 */
export type EventCategory =
  | 'update'
  | 'auth'
  | 'session'
  | 'consent'
  | 'error'
  | 'deprecated'
  | 'access'
  | 'client'
  | 'system';

/** What the values of a field are in TypeScript. */
export interface FieldTypes {
  /** Written by the suite or the app's developer, never by a visitor. */
  readonly text: string;
  /** As `text`, and written to the letter, since a hash of it is told elsewhere: nothing is masked in it. */
  readonly verbatim: string;
  /** What a visitor sent or may have influenced. */
  readonly untrusted: string;
  /** A user name as it was typed. Logging writes a keyed hash of it, unless told otherwise. */
  readonly account: string;
  /**
   * A client's IP address, canonical, where there is a reason to keep it: a failure, an attack, an error, an
   * outdated call. Personal data: it leaves with its log.
   */
  readonly address: string;
  /** A client's IP address, canonical, of which logging writes the network only, unless told otherwise. */
  readonly network: string;
  /** A hash or a random number that stands for an account, a session or a receipt, never the thing itself. */
  readonly hash: string;
  readonly count: number;
  readonly milliseconds: number;
  readonly texts: readonly string[];
  /** What was thrown; logging writes its name, message, code, stack and causes. */
  readonly error: unknown;
}

/** A field's type; with `?` it may be left out. */
export type FieldType = keyof FieldTypes | `${keyof FieldTypes}?`;

/**
 * What an event is in the Elastic Common Schema: `event.category`, `event.type`, `event.outcome`, in the
 * combinations that the schema expects (ECS 8, "Event categorization fields").
 */
export interface EcsClassification {
  readonly category: readonly (
    | 'authentication'
    | 'configuration'
    | 'intrusion_detection'
    | 'package'
    | 'process'
    | 'session'
    | 'web'
  )[];
  readonly type: readonly (
    | 'access'
    | 'change'
    | 'creation'
    | 'deletion'
    | 'end'
    | 'error'
    | 'info'
    | 'installation'
    | 'start'
  )[];
  readonly outcome?: 'success' | 'failure' | 'unknown';
}

/** One thing that can happen. */
export interface EventDefinition {
  readonly level: EventLevel;
  readonly category: EventCategory;
  /** Whether the name is one of the OWASP Logging Vocabulary; ours only where it has none. */
  readonly owasp: boolean;
  /**
   * Whether it is told apart from the request that it happened in, so that nothing links it with an address;
   * of its time the hour is told.
   * @default false
   */
  readonly unlinked?: boolean;
  /** One line for the readers of the log. */
  readonly meaning: string;
  readonly ecs: EcsClassification;
  readonly fields: Readonly<Record<string, FieldType>>;
  /**
   * Fields that make a kind of the event, where it may come a thousand times a minute: of each kind the log
   * writes the first and then one line with a `count`, which nobody who tells the event gives. Each is
   * counted all the same. @default each is a line
   */
  readonly fold?: readonly string[];
}
