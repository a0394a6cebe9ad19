import type { KeptPlace } from '@emas/data-map';
import type { PageLanguage } from '@emas/page';
import type { Block } from './document/blocks.ts';
import { html } from './document/html.ts';
import { markdown } from './document/markdown.ts';
import { noticeOf } from './document/notice.ts';
import { keptText, placeText } from './document/place-text.ts';
import { recordOf } from './document/record.ts';
import { versionChanges } from './document/version-changes.ts';
import { readHistory, setAside, writeHistory } from './notice-history.ts';
import { mapOf, versionOf } from './notice-version.ts';
import type { NoticeVersion } from './notice-version.ts';
import { resolveOptions } from './options.ts';
import type { PrivacyOptions, ResolvedOptions } from './options.ts';
import { WORDS } from './words/words.ts';

/** What an app keeps, and the texts that are made of it. */
export interface Privacy {
  /** Every place in which something of a visitor is kept, or to which it is sent. */
  map(): readonly KeptPlace[];
  /** The notice as a part of a page, without its heading. */
  notice(options: { readonly language: PageLanguage }): string;
  noticeMarkdown(options: { readonly language: PageLanguage }): string;
  /** The record of processing, for the supervisory authority. */
  record(options: { readonly language: PageLanguage }): string;
  /** What a place is, and for how long something stays there: for a person who asks. */
  describe(
    place: KeptPlace,
    options: { readonly language: PageLanguage },
  ): { readonly what: string; readonly kept: string };
  /** A hash of what the notice says; another one means that something has changed. */
  version(): string;
  /** Compares with the last start, keeps it for the next, and tells what has changed. Telling never throws. */
  announce(): void;
  /**
   * What the newest notice changed, for a month after it came into force: for members who sign in. `undefined`
   * where nothing did.
   */
  news(options: { readonly language: PageLanguage }): NoticeNews | undefined;
  /**
   * What has changed since a version, for people who know that one; `[]` where it is the current one, is not
   * known, or nothing of it tells of data.
   */
  changesSince(version: string, options: { readonly language: PageLanguage }): readonly string[];
}

/** What a notice changed. */
export interface NoticeNews {
  /** The day from which it is in force, `2026-11-28`. */
  readonly since: string;
  /** A sentence each. */
  readonly changes: readonly string[];
}

const NEWS_FOR_MS = 30 * 86_400_000;

/**
 * The data map of an app, and the notice and the record that are made of it.
 *
 * @throws EmasError `ERR_EMAS_PRIVACY_OPTIONS`.
 */
export function privacy(given: PrivacyOptions): Privacy {
  return new DataMap(resolveOptions(given));
}

class DataMap implements Privacy {
  readonly #options: ResolvedOptions;
  #history: readonly NoticeVersion[] = [];
  #drawn: { readonly mark: string; readonly pages: Map<PageLanguage, string> } = {
    mark: '',
    pages: new Map(),
  };

  constructor(options: ResolvedOptions) {
    this.#options = options;
  }

  map(): readonly KeptPlace[] {
    const { keeps, places, controller } = this.#options;
    return mapOf([...keeps(), ...places], controller);
  }

  version(): string {
    return versionOf(this.#options.controller, this.map());
  }

  notice({ language }: { readonly language: PageLanguage }): string {
    const { keeps } = this.#options;
    const [newest] = this.#history;
    // A page that everybody may open: it is drawn anew where a part was made since.
    const mark = `${keeps().length} ${newest?.version ?? ''}`;
    if (mark !== this.#drawn.mark) this.#drawn = { mark, pages: new Map() };
    const { pages } = this.#drawn;
    const page = pages.get(language) ?? html(this.#notice(language), language);
    pages.set(language, page);
    return page;
  }

  noticeMarkdown({ language }: { readonly language: PageLanguage }): string {
    return markdown(this.#notice(language));
  }

  record({ language }: { readonly language: PageLanguage }): string {
    const { controller } = this.#options;
    return markdown(recordOf({ controller, places: this.map() }, WORDS[language], language));
  }

  describe(
    place: KeptPlace,
    { language }: { readonly language: PageLanguage },
  ): { readonly what: string; readonly kept: string } {
    const words = WORDS[language];
    return { what: placeText(place, words, language), kept: keptText(place.kept, words, language) };
  }

  announce(): void {
    const { file, events, now, controller, app } = this.#options;
    if (file === undefined) return;
    try {
      this.#history = this.#readHistory(file);
      const [former] = this.#history;
      const version = this.version();
      if (former?.version === version) return;
      const since = new Date(now()).toISOString().slice(0, 10);
      const newest = { version, since, app, controller, places: this.map() };
      this.#history = [newest, ...this.#history];
      writeHistory(file, this.#history);
      events.emit('privacy_notice_changed', {
        version,
        ...(former === undefined ? {} : { previous: former.version }),
        changes: former === undefined ? [] : versionChanges(former, newest, 'en'),
      });
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      events.emit('privacy_notice_unreadable', { file, fault });
    }
  }

  news({ language }: { readonly language: PageLanguage }): NoticeNews | undefined {
    const [newest, ...older] = this.#history;
    const from = this.#options.now() - NEWS_FOR_MS;
    // All that changed in that time, in however many steps.
    const former = older.find(({ since }) => Date.parse(since) < from) ?? older.at(-1);
    if (newest === undefined || former === undefined) return undefined;
    const { since } = newest;
    if (Date.parse(since) < from) return undefined;
    const changes = versionChanges(former, newest, language);
    return changes.length === 0 ? undefined : { since, changes };
  }

  /** One that cannot be read is told, and the next notice begins anew. */
  #readHistory(file: string): readonly NoticeVersion[] {
    try {
      return readHistory(file);
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      this.#options.events.emit('privacy_notice_unreadable', { file, fault });
      setAside(file);
      return [];
    }
  }

  changesSince(
    version: string,
    { language }: { readonly language: PageLanguage },
  ): readonly string[] {
    const former = this.#history.find((one) => one.version === version);
    if (former === undefined) return [];
    const { controller } = this.#options;
    return versionChanges(former, { controller, places: this.map() }, language);
  }

  #notice(language: PageLanguage): readonly Block[] {
    const { controller } = this.#options;
    return documentOf({ controller, places: this.map() }, this.#history, language);
  }
}

/** The notice of the newest of some versions, as a file keeps them: for a command, which has no app. */
export function noticeOfVersions(
  versions: readonly [NoticeVersion, ...NoticeVersion[]],
  language: PageLanguage,
): string {
  return markdown(documentOf(versions[0], versions, language));
}

/** The same of the record of processing. */
export function recordOfVersion(version: NoticeVersion, language: PageLanguage): string {
  return markdown(recordOf(version, WORDS[language], language));
}

/** @param history The newest first: since when it is in force, and what it changed. */
function documentOf(
  { controller, places }: Pick<NoticeVersion, 'controller' | 'places'>,
  [newest, former]: readonly NoticeVersion[],
  language: PageLanguage,
): readonly Block[] {
  const changes: readonly string[] | 'first' =
    newest === undefined || former === undefined
      ? 'first'
      : versionChanges(former, newest, language);
  const content = { controller, places, since: newest?.since, changes };
  return noticeOf(content, WORDS[language], language);
}
