import type { DataKind, Exemption, PlaceKind, Reader, Reason } from '@emas/data-map';
import type { NoticeItem, ResolvedController } from '../options.ts';

/** What a place of the suite is, for readers of the notice; by the first part of its id. */
const SUBJECTS = [
  'session/cookie',
  'session/store',
  'session/index',
  'session/due',
  'login-guard/counters',
  'login-guard/known',
  'login-guard/detectors',
  'login-guard/device',
  'login-guard/blocks',
  'login-review/incidents',
  'login-review/changes',
  'rate-limit',
  'captcha/widget',
  'captcha/check',
  'captcha/used',
  'captcha/share',
  'consent/choice',
  'consent-records/receipts',
  'analytics/visits',
  'analytics/open',
  'analytics/closing',
  'analytics/figures',
  'analytics/totals',
  'analytics/fresh',
  'log/update',
  'log/auth',
  'log/session',
  'log/consent',
  'log/error',
  'log/deprecated',
  'log/access',
  'log/client',
  'log/system',
  'log/to',
  'log-counts/events',
  'log-counts/lines',
  'deprecation/ledger',
  'request-context/clients',
  // Of any part: rows on their way.
  'waiting',
  'rejected',
] as const;
export type Subject = (typeof SUBJECTS)[number];

/** `rate-limit/api` and `log/to syslog` are places of which there may be several. */
export function subjectOf(id: string): Subject | undefined {
  const [whole = ''] = id.split(' ');
  const [part = '', name] = id.split('/');
  return (
    SUBJECTS.find((one) => one === whole) ?? SUBJECTS.find((one) => one === part || one === name)
  );
}

/** In which order they are told; what the app adds comes last. */
export function subjectRank(id: string): number {
  const subject = subjectOf(id);
  return subject === undefined ? SUBJECTS.length : SUBJECTS.indexOf(subject);
}

/** All that people read of this package, in one language. */
export interface PrivacyWords {
  /** How a list is written. */
  readonly list: Intl.ListFormat;
  readonly headings: Readonly<
    Record<'controller' | 'kept' | 'recipients' | 'law' | 'changes', string>
  >;
  readonly controller: ControllerWords;
  /** Why something is kept: a heading, and a sentence. What the app keeps has its own words. */
  readonly reasons: Readonly<Record<Reason, { readonly title: string; readonly why: string }>>;
  readonly subjects: Readonly<Record<Subject, string>>;
  readonly data: Readonly<Record<DataKind, string>>;
  readonly places: Readonly<Record<PlaceKind, string>>;
  readonly readers: Readonly<Record<Reader, string>>;
  readonly kept: KeptWords;
  /**
   * What follows the subject.
   *
   * @param data '' where it is that of another place.
   * @param when How long, as {@link KeptWords} say.
   */
  readonly sentence: (place: string, data: string, when: string) => string;
  /** Of what the app or a registry of consents has words for. */
  readonly purpose: (why: string) => string;
  readonly recipients: RecipientWords;
  readonly lawIntro: string;
  readonly items: Readonly<
    Record<NoticeItem, { readonly heading: string; readonly body: (of: ItemFacts) => string }>
  >;
  readonly changes: ChangeWords;
  readonly record: RecordWords;
}

/** What the standard sentences of the eight items go by. */
interface ItemFacts {
  readonly controller: ResolvedController;
  /** Titles of the reasons, as a list in words. */
  readonly reasons: string;
  /** Names of recipients, as a list in words; '' for none. */
  readonly recipients: string;
  /** Whether visitors are asked for a choice. */
  readonly asksConsent: boolean;
}

interface ControllerWords {
  readonly responsible: (name: string) => string;
  readonly address: (address: string) => string;
  readonly contact: (email: string, phone: string | undefined) => string;
  readonly officer: (name: string | undefined, email: string, phone: string | undefined) => string;
}

interface KeptWords {
  /** Milliseconds, in the largest unit that fits: `90 days`. */
  readonly duration: (ms: number) => string;
  readonly until: Readonly<
    Record<'process' | 'browser' | 'sent' | 'taken back' | 'recipient' | 'never', string>
  >;
  readonly after: Readonly<
    Record<'written' | 'last use' | 'last line' | 'day', (duration: string) => string>
  >;
  readonly most: (duration: string) => string;
  readonly mark: (duration: string) => string;
  readonly exempt: Readonly<Record<Exemption, string>>;
}

interface RecipientWords {
  readonly none: string;
  /** @param who The name, with the country where it is known. */
  readonly other: (who: string, subject: string, data: string) => string;
  readonly own: (name: string, data: string) => string;
  readonly policy: (name: string) => string;
}

interface ChangeWords {
  readonly since: (day: string) => string;
  readonly first: string;
  readonly added: (what: string) => string;
  readonly removed: (what: string) => string;
  readonly more: (what: string, data: string) => string;
  readonly less: (what: string, data: string) => string;
  readonly kept: (what: string, now: string, before: string) => string;
  readonly use: (what: string) => string;
  /** Of the controller, or of the app's own texts. */
  readonly controller: string;
}

interface RecordWords {
  readonly title: string;
  readonly caption: (reason: string) => string;
  readonly heads: Readonly<
    Record<'place' | 'name' | 'data' | 'kept' | 'readers' | 'recipient', string>
  >;
}
