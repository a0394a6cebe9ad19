import type { KeptPlace } from '@emas/data-map';
import type { PageLanguage } from '@emas/page';
import { changesBetween } from './changes.ts';
import { html } from './document/html.ts';
import { markdown } from './document/markdown.ts';
import { noticeOf } from './document/notice.ts';
import { recordOf } from './document/record.ts';
import { readHistory, writeHistory } from './notice-history.ts';
import { mapOf, versionOf } from './notice-version.ts';
import type { NoticeVersion } from './notice-version.ts';
import { resolveOptions } from './options.ts';
import type { PrivacyOptions, ResolvedOptions } from './options.ts';
import { WORDS } from './words/words.ts';
import { changeText } from './document/change-text.ts';

/** What an app keeps, and the texts that are made of it. */
export interface Privacy {
  /** Every place in which something of a visitor is kept, or to which it is sent. */
  map(): readonly KeptPlace[];
  /** The notice as a part of a page, without its heading. */
  notice(options: { readonly language: PageLanguage }): string;
  noticeMarkdown(options: { readonly language: PageLanguage }): string;
  /** The record of processing, for whoever supervises it. */
  record(options: { readonly language: PageLanguage }): string;
  /** A hash of what the notice says; another one means that something has changed. */
  version(): string;
  /** Compares with the last start, keeps it for the next, and tells what has changed. Telling never throws. */
  announce(): void;
  /**
   * What has changed since a version, for people who know that one; `[]` where it is the current one, is not
   * known, or nothing of it tells of data.
   */
  changesSince(version: string, options: { readonly language: PageLanguage }): readonly string[];
}

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

  constructor(options: ResolvedOptions) {
    this.#options = options;
  }

  map(): readonly KeptPlace[] {
    const { keeps, places } = this.#options;
    return mapOf([...keeps(), ...places]);
  }

  version(): string {
    return versionOf(this.#options.controller, this.map());
  }

  notice({ language }: { readonly language: PageLanguage }): string {
    return html(this.#notice(language), language);
  }

  noticeMarkdown({ language }: { readonly language: PageLanguage }): string {
    return markdown(this.#notice(language));
  }

  record({ language }: { readonly language: PageLanguage }): string {
    const { controller } = this.#options;
    return markdown(recordOf({ controller, places: this.map() }, WORDS[language], language));
  }

  announce(): void {
    const { file, events, now } = this.#options;
    if (file === undefined) return;
    try {
      this.#history = readHistory(file);
      const [before] = this.#history;
      const version = this.version();
      if (before?.version === version) return;
      const places = this.map();
      const since = new Date(now()).toISOString().slice(0, 10);
      this.#history = [{ version, since, places }, ...this.#history];
      writeHistory(file, this.#history);
      const changes = changesBetween(before?.places ?? [], places);
      events.emit('privacy_notice_changed', {
        version,
        ...(before === undefined ? {} : { previous: before.version }),
        changes: before === undefined ? [] : changes.map((one) => changeText(one, WORDS.en, 'en')),
      });
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      events.emit('privacy_notice_unreadable', { file, fault });
    }
  }

  changesSince(
    version: string,
    { language }: { readonly language: PageLanguage },
  ): readonly string[] {
    const before = this.#history.find((one) => one.version === version);
    if (before === undefined) return [];
    return changesBetween(before.places, this.map()).map((one) =>
      changeText(one, WORDS[language], language),
    );
  }

  #notice(language: PageLanguage): ReturnType<typeof noticeOf> {
    const { controller } = this.#options;
    const [newest, former] = this.#history;
    const changes =
      former === undefined || newest === undefined
        ? []
        : changesBetween(former.places, newest.places);
    const about = { controller, places: this.map(), since: newest?.since, changes };
    return noticeOf(about, WORDS[language], language);
  }
}
