import type { ComponentChildren } from 'preact';
import type { Failure } from './failure.ts';
import { failure, load, shownRange } from './figures.ts';
import { texts, view } from './navigation.ts';
import { DEFAULT_VIEW } from './view.ts';
import type { Texts } from '../words/en.ts';
import { ViewLink } from './view-link.tsx';

/** What a page says of its own about a failure. */
export interface FailureTexts {
  /** What goes on meanwhile. */
  readonly unavailable: string;
  /** Where figures of some dimensions together are not kept. */
  readonly notKept?: { readonly title: string; readonly text: string };
}

/** Nothing to show: why, and what the reader can do. */
export function FailureCard({
  failure: reason,
  own,
}: {
  readonly failure: Failure;
  readonly own: FailureTexts;
}) {
  const words = texts.value;
  const { title, text } = failureWords(reason, words, own);
  return (
    <StateCard title={title} isAlert>
      <p>{text}</p>
      <p class="state-actions">
        {reason.kind === 'signed_out' && (
          <a class="button is-primary" href="">
            {words.reload}
          </a>
        )}
        {reason.kind === 'query' && (
          <ViewLink
            class="button is-primary"
            to={{ ...DEFAULT_VIEW, page: view.value.page, language: view.value.language }}
          >
            {words.resetView}
          </ViewLink>
        )}
        {reason.kind === 'not_kept' && <Unfiltered />}
        {isPassing(reason) && (
          <button type="button" class="button is-primary" onClick={() => void load(false)}>
            {words.retry}
          </button>
        )}
      </p>
    </StateCard>
  );
}

/** The figures on the page are still good, only no longer fresh. */
export function FailureNotice({ own }: { readonly own: FailureTexts }) {
  const words = texts.value;
  const reason = shownRange.value === null ? null : failure.value;
  return (
    <div role="status">
      {reason !== null && (
        <div class="notice">
          <span>{keptWords(reason, words, own)}</span>
          {isPassing(reason) && (
            <button type="button" class="button" onClick={() => void load(false)}>
              {words.retry}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

/** Whether the same question may be answered when it is asked again. */
function isPassing({ kind }: Failure): boolean {
  return kind !== 'signed_out' && kind !== 'query' && kind !== 'not_kept';
}

interface StateCardProps {
  readonly title: string;
  readonly note?: string;
  readonly isAlert?: boolean;
  /** Nothing is there because nothing went wrong. */
  readonly isGood?: boolean;
  readonly children: ComponentChildren;
}

/** One message in the place of figures. */
export function StateCard({
  title,
  note,
  isAlert = false,
  isGood = false,
  children,
}: StateCardProps) {
  return (
    <section
      class={isGood ? 'card state is-good' : 'card state'}
      role={isAlert ? 'alert' : undefined}
    >
      <svg class="state-mark" viewBox="0 0 48 32" width="72" height="48" aria-hidden="true">
        {isGood ? (
          <>
            <circle cx="24" cy="16" r="14" />
            <path class="state-tick" d="M17.5 16.5l4.5 4.5 8.5-9.5" />
          </>
        ) : (
          <>
            <path d="M2 30h44" />
            <rect x="6" y="22" width="8" height="8" rx="1.5" />
            <rect x="20" y="15" width="8" height="15" rx="1.5" />
            <rect x="34" y="7" width="8" height="23" rx="1.5" />
          </>
        )}
      </svg>
      {note !== undefined && <p class="state-note">{note}</p>}
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Unfiltered() {
  return (
    <ViewLink class="button is-primary" to={{ ...view.value, filters: [] }}>
      {texts.value.filterRemoveAll}
    </ViewLink>
  );
}

export function LongerOrUnfiltered({ isFiltered }: { readonly isFiltered: boolean }) {
  const words = texts.value;
  const now = view.value;
  const isShort = now.period === 'today' || now.period === '7d';
  return (
    <p class="state-actions">
      {isFiltered && <Unfiltered />}
      {isShort && (
        <ViewLink class="button" to={{ ...now, period: '30d' }}>
          {words.showLonger}
        </ViewLink>
      )}
    </p>
  );
}

/** What a failure is called and what it means, in the reader's language. */
export function failureWords(
  reason: Failure,
  words: Texts,
  own: FailureTexts,
): { readonly title: string; readonly text: string } {
  switch (reason.kind) {
    case 'offline':
      return { title: words.offlineTitle, text: words.offlineText };
    case 'signed_out':
      return { title: words.signedOutTitle, text: words.signedOutText };
    case 'not_kept':
      return own.notKept ?? { title: words.unknownTitle, text: words.unknownText(reason.kind) };
    case 'query':
      return { title: words.queryTitle, text: words.queryText };
    case 'unavailable':
      return { title: words.unavailableTitle, text: own.unavailable };
    default:
      return { title: words.unknownTitle, text: words.unknownText(reason.code) };
  }
}

function keptWords(reason: Failure, words: Texts, own: FailureTexts): string {
  switch (reason.kind) {
    case 'offline':
      return words.offlineKept;
    case 'unavailable':
      return words.unavailableKept;
    case 'unknown':
      return words.unknownKept(reason.code);
    default:
      return failureWords(reason, words, own).text;
  }
}
