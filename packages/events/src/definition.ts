/** How much an event matters to whoever watches: `error` and `warn` want somebody to look. */
export type EventLevel = 'error' | 'warn' | 'info';

/** Which log an event goes to. */
export type EventCategory = 'session' | 'system';

/** What the values of a field are in TypeScript. */
export interface FieldTypes {
  /** Written by the suite, never by a visitor. */
  readonly text: string;
  /** A client's IP address, canonical. Personal data: it leaves with its log. */
  readonly address: string;
  /** A hash that stands for an account or a session, never the thing itself. */
  readonly hash: string;
  readonly count: number;
  readonly milliseconds: number;
  readonly texts: readonly string[];
}

/** A field's type; with `?` it may be left out. */
export type FieldType = keyof FieldTypes | `${keyof FieldTypes}?`;

/** One thing that can happen. */
export interface EventDefinition {
  readonly level: EventLevel;
  readonly category: EventCategory;
  /** Whether the name is one of the OWASP Logging Vocabulary; ours only where it has none. */
  readonly owasp: boolean;
  /** One line for whoever reads the log. */
  readonly meaning: string;
  readonly fields: Readonly<Record<string, FieldType>>;
}
