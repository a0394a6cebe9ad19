/** What of a visitor a place may hold. */
export const DATA_KINDS = [
  /** The IP address. */
  'address',
  /** The network of the address: a /24, or a /48 of IPv6. */
  'network',
  'country',
  /** The browser's `User-Agent`, as it was sent. */
  'agent',
  /** Browser, system and kind of device, without what would tell one device from others. */
  'client',
  /** The name that somebody signs in with, as it was typed. */
  'account-name',
  /** A keyed hash of the name that somebody signs in with. */
  'account',
  /** A keyed hash of an account and a network or an address, from which neither is known. */
  'place',
  /** A keyed hash of a password that was wrong. */
  'password',
  /** A hash of a session's id. */
  'session',
  /** A random value that tells one browser, or one form that was sent, from all others. */
  'token',
  /** What was allowed and refused. */
  'choice',
  /** The number of a receipt. */
  'receipt',
  /** A keyed hash of address and browser, whose key lives for two days. */
  'visitor-key',
  /** Paths of pages; what identifies a person is masked. */
  'page',
  /** The site, campaign or kind of click that led here. */
  'source',
  /** How somebody moves and types, as a provider's script watches it. */
  'behaviour',
  /** What the app itself puts there. */
  'app-data',
  /** A hash of what the app counts by: an account, a key of an API. */
  'app-hash',
  /** A program that calls an API: its name, or a hash of its key. */
  'program',
  /** What an error says. */
  'error',
  /** How often something was tried, and with what outcome. */
  'attempts',
  /** To the second or closer. */
  'moment',
  /** To the hour. */
  'hour',
  /** To the day. */
  'day',
  /** Figures that are about nobody. */
  'figures',
] as const;
export type DataKind = (typeof DATA_KINDS)[number];

export const PLACE_KINDS = [
  'cookie',
  /** Local storage, session storage or IndexedDB of the browser. */
  'storage',
  'memory',
  'redis',
  /** A store of the app. */
  'store',
  'table',
  'file',
  /** Somebody else's system, to which it is sent. */
  'recipient',
] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

export const REASONS = [
  /** So that a visitor stays signed in, or goes on where they were. */
  'session',
  /** So that passwords cannot be guessed, and a member is not locked out meanwhile. */
  'guessing',
  /** So that nobody asks more than the app can answer. */
  'overload',
  /** So that programs cannot fill forms. */
  'robots',
  /** So that a choice holds, and can be proved. */
  'consent',
  /** So that faults are found and attacks can be followed. */
  'security',
  /** So that programs that call an outdated API are known before it goes. */
  'deprecation',
  /** So that it is known how much the site is used, in figures of nobody. */
  'figures',
  /** What the app says of its own places. */
  'app',
] as const;
export type Reason = (typeof REASONS)[number];

export const READERS = ['app', 'security', 'developers', 'marketing', 'recipient'] as const;
export type Reader = (typeof READERS)[number];

/** A text in both languages of the pages. */
export interface Words {
  readonly en: string;
  readonly ms: string;
}

/** Ends that have no length. */
export const ENDS = [
  /** While the process runs. */
  'process',
  /** Until the browser is closed. */
  'browser',
  /** Until it was sent on: a second later as a rule, and as soon as it can be where it cannot. */
  'sent',
  /** Until somebody takes it back. */
  'taken back',
  /** For as long as the recipient says. */
  'recipient',
  /** For good. */
  'never',
] as const;

/** What a time is counted from; a `day` is the site's day that it is about. */
export const BEGINNINGS = ['written', 'last use', 'last line', 'day'] as const;

/** Why something stays when a person has their data erased (GDPR, Art. 17(3)). */
export const EXEMPTIONS = [
  /** It proves what a person agreed to. */
  'proof',
  /** It is the record of an attack, which others were the target of as well. */
  'incident',
] as const;
export type Exemption = (typeof EXEMPTIONS)[number];

/** For how long something is kept. */
export type Kept =
  | { readonly until: (typeof ENDS)[number] }
  /** What the app says of it. */
  | { readonly said: Words }
  | {
      /** Milliseconds. */
      readonly ms: number;
      readonly after: (typeof BEGINNINGS)[number];
      /** Milliseconds from its beginning, regardless of use. */
      readonly most?: number | undefined;
      /** Milliseconds for which it is known afterwards that there was something, and why it ended. */
      readonly mark?: number | undefined;
      /** Why it stays when a person has their data erased; left away where it goes. */
      readonly exempt?: Exemption | undefined;
    };

/** Somebody outside who gets something. */
export interface Recipient {
  readonly name: string;
  /** ISO 3166-1 alpha-2; left away where the operator's own systems may be meant. */
  readonly country?: string | undefined;
  /** Their privacy policy. */
  readonly privacy?: string | undefined;
}

/** One place in which something of a visitor is kept, or to which it is sent. */
export interface KeptPlace {
  /** The part and what it calls the place, `session/store`. */
  readonly id: string;
  readonly kind: PlaceKind;
  /**
   * The cookie, key, table or file, relative to the data folder where it is in that; of memory, stores and recipients
   * a name. `<hash>` stands for 16 letters, digits, `-` and `_` or more, anything else in pointed brackets for any text.
   */
  readonly where: string;
  readonly holds: readonly DataKind[];
  readonly reason: Reason;
  readonly kept: Kept;
  readonly readers: readonly Reader[];
  readonly recipient?: Recipient | undefined;
  /** What it is and what for, where the lists above have no word for it. */
  readonly words?: { readonly what: Words; readonly why: Words } | undefined;
}

/** A part that says what it keeps, as its options have it. */
export interface Keeping {
  readonly keeps: readonly KeptPlace[];
}
