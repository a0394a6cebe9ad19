import type { PageLanguage, PageNeeds } from '@emas/page';

/** A text in every language of the pages. */
export type Texts = Readonly<Record<PageLanguage, string>>;

/** Who runs a service, and where. */
export interface Provider {
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Their privacy policy. */
  readonly privacy: string;
}

/** A cookie, or an entry of the browser's storage. */
export interface StoredItem {
  /** `chatter_*` for all that begin so. */
  readonly name: string;
  readonly description: Texts;
  readonly retention: Texts;
}

/** A cookie that a service sets. */
export interface ServiceCookie extends StoredItem {
  /** Where it is set for a whole domain; needed to clear it. @default the host itself */
  readonly domain?: string;
  /** @default '/' */
  readonly path?: string;
}

/** What somebody does for a purpose. */
export interface Service {
  readonly id: string;
  /** As it is known; a brand is not translated. */
  readonly name: string;
  readonly description: Texts;
  readonly provider: Provider;
  /** How long what it learns is kept. */
  readonly retention: Texts;
  /** Whether it touches health data, for which consent has to be explicit (PDPA 2010, s 40). */
  readonly healthData: boolean;
  /** @default none */
  readonly cookies?: readonly ServiceCookie[];
  /** Local storage, session storage, IndexedDB. @default none */
  readonly storage?: readonly StoredItem[];
  /** Its script, and what that needs of the page's policy. */
  readonly script?: { readonly src: string; readonly needs?: PageNeeds };
  /** Its page in a frame: a map, a film. Its host is let in by the page's policy where it is shown. */
  readonly frame?: { readonly src: string; readonly title: Texts };
}

/** What kind of purpose it is, as tools that fill forms for people know them (the categories of Consent-O-Matic). */
export const PURPOSE_KINDS = [
  'storage',
  'preferences',
  'performance',
  'content',
  'advertising',
  'other',
] as const;

export type PurposeKind = (typeof PURPOSE_KINDS)[number];

/** What a visitor decides about. */
export interface Purpose {
  readonly id: string;
  /** For tools that fill the form for people. @default 'other' */
  readonly kind?: PurposeKind;
  readonly name: Texts;
  readonly description: Texts;
  /** Not asked about, and always allowed: the site does not work without it. @default false */
  readonly necessary?: boolean;
  /** Whether a signal of the browser refuses it. @default true */
  readonly signals?: boolean;
  readonly services: readonly Service[];
}
