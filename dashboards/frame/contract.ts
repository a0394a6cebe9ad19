/** What every page has, on the server and in the browser: the contract between the two. Types only. */
import type { Interval } from '@emas/calendar';
import type { PageLanguage } from '@emas/page';

export type { Interval };
export type Language = PageLanguage;

export type Period = 'today' | '7d' | '30d' | '12mo' | 'custom';

export interface ReportRange {
  readonly period: Period;
  /** First and last local day, both included, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly interval: Interval;
}

/** A page that the reader may open; its address is `./NAME`. */
export interface PageTitle {
  readonly name: string;
  readonly title: Readonly<Record<Language, string>>;
}

/** What a page's address can say, besides what it can say on every page. */
export interface PageAddress {
  readonly page: string;
  /** Those that the pages speak. */
  readonly languages: readonly Language[];
  /** Dimensions that it can be filtered by. */
  readonly filters: readonly string[];
  /** The page's own parameters: what each may be, the usual first. */
  readonly choices: Readonly<Record<string, readonly string[]>>;
}

/** What the shell hands to the script in `<script type="application/json" id="emas-config">`. */
export interface ShellConfig extends PageAddress {
  /** Those that the reader may open, in the order of the navigation. */
  readonly pages: readonly PageTitle[];
  readonly app: string;
  /** The app's own time zone, the default of the picker. */
  readonly timeZone: string;
  readonly language: Language;
  /** Milliseconds between refreshes. */
  readonly refresh: number;
  /** Who is signed in, where the app says so. */
  readonly reader: string | null;
  /** Path that "sign out" is posted to, with `:lang` for the language; null where there is none. */
  readonly signOutUrl: string | null;
  /** Who made the database of countries, where its licence wants that said. */
  readonly attribution: { readonly text: string; readonly url: string } | null;
  /** What the page itself has to know before its first report; it knows the type. */
  readonly facts: object;
}
