import type { ComponentChildren } from 'preact';
import { failure, load, updatedAt } from './figures.ts';
import { clock } from './refresh.ts';
import { formatCount } from './numbers.ts';
import { config } from './config.ts';
import { language, texts, view } from './navigation.ts';
import { frameWords } from './languages.ts';
import { FilterChips } from './filter-chips.tsx';
import type { FilterNames } from './filter-chips.tsx';
import { PageNav } from './page-nav.tsx';
import { PeriodPicker } from './period-picker.tsx';
import { TimeZonePicker } from './time-zone-picker.tsx';
import { ViewLink } from './view-link.tsx';

export interface HeaderProps {
  /** What the page shows beside its name. */
  readonly beside?: ComponentChildren;
  readonly names: FilterNames;
  /** `site` where the page knows the days of the site's own time zone alone. @default 'any' */
  readonly zones?: 'any' | 'site' | undefined;
}

/** The page's banner: whose figures, of when, and everything that changes the view as a whole. */
export function Header({ beside, names, zones = 'any' }: HeaderProps) {
  return (
    <header class="header">
      <div class="header-line">
        <h1 class="app">
          <Mark />
          {config.app}
        </h1>
        <PageNav />
        {beside}
        <div class="header-end">
          <LanguageLinks />
          <Reader />
        </div>
      </div>
      <div class="toolbar">
        <PeriodPicker />
        <div class="toolbar-end">
          <Updated />
          {zones === 'any' && <TimeZonePicker />}
        </div>
      </div>
      <FilterChips names={names} />
    </header>
  );
}

function Mark() {
  return (
    <svg class="mark" viewBox="0 0 16 16" width="18" height="18" aria-hidden="true">
      <rect x="1" y="8" width="4" height="7" rx="1" />
      <rect x="6" y="4" width="4" height="11" rx="1" />
      <rect x="11" y="1" width="4" height="14" rx="1" />
    </svg>
  );
}

/** Who is signed in, and the way out. */
function Reader() {
  const { reader, signOutUrl } = config;
  const { signedInAs, signOut } = texts.value;
  if (reader === null && signOutUrl === null) return null;
  return (
    <div class="reader-line">
      {reader !== null && <span class="reader">{signedInAs(reader)}</span>}
      {signOutUrl !== null && (
        <form method="post" action={signOutUrl.replaceAll(':lang', language.value)}>
          <button type="submit" class="quiet-link">
            {signOut}
          </button>
        </form>
      )}
    </div>
  );
}

function LanguageLinks() {
  const others = config.languages.filter((other) => other !== language.value);
  return others.map((other) => (
    <ViewLink key={other} class="quiet-link" to={{ ...view.value, language: other }} lang={other}>
      {frameWords(other).languageName}
    </ViewLink>
  ));
}

function Updated() {
  if (updatedAt.value === 0 || failure.value?.kind === 'signed_out') return null;
  return (
    <div class="updated">
      <span>{updatedWords()}</span>
      <button
        type="button"
        class="icon-button"
        title={texts.value.refresh}
        aria-label={texts.value.refresh}
        onClick={() => void load(false)}
      >
        <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
          <path d="M13.5 8a5.5 5.5 0 1 1-1.7-4M13.5 1.5V4.5H10.5" />
        </svg>
      </button>
    </div>
  );
}

function updatedWords(): string {
  const { updatedNow, updatedSeconds, updatedMinutes, locale } = texts.value;
  const seconds = Math.round((clock.value - updatedAt.value) / 1000);
  if (seconds < 5) return updatedNow;
  if (seconds < 60) return updatedSeconds(formatCount(seconds, locale));
  return updatedMinutes(formatCount(Math.floor(seconds / 60), locale));
}
