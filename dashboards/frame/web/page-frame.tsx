import type { ComponentChildren } from 'preact';
import { announcement, failure, loading, shownRange } from './figures.ts';
import { texts } from './navigation.ts';
import { FIGURES_ID } from './focus.ts';
import { config } from './config.ts';
import { Header } from './header.tsx';
import type { HeaderProps } from './header.tsx';
import { FailureCard, FailureNotice } from './states.tsx';
import type { FailureTexts } from './states.tsx';

interface PageFrameProps extends HeaderProps {
  /** What the page says of its own about what went wrong. */
  readonly failures: FailureTexts;
  /** Its figures; null before the first answer and where none may be shown. */
  readonly figures: ComponentChildren;
  /** The outline of the figures, before they come. */
  readonly skeleton: ComponentChildren;
  /** What lies over the page, or beside it. */
  readonly children?: ComponentChildren;
}

function Attribution() {
  const { attribution } = config;
  if (attribution === null) return null;
  return (
    <footer class="attribution soft">
      <a href={attribution.url} rel="noreferrer">
        {attribution.text}
      </a>
    </footer>
  );
}

/** The frame of every page, in any state. */
export function PageFrame({
  figures,
  skeleton,
  failures,
  beside,
  names,
  zones,
  children,
}: PageFrameProps) {
  return (
    <>
      <a class="skip" href={`#${FIGURES_ID}`}>
        {texts.value.skip}
      </a>
      <div class="progress" hidden={!loading.value || shownRange.value === null} />
      <div class="page">
        <Header beside={beside} names={names} zones={zones} />
        <FailureNotice own={failures} />
        <main id={FIGURES_ID} tabIndex={-1} aria-busy={loading.value}>
          {figures ??
            (failure.value === null ? (
              skeleton
            ) : (
              <FailureCard failure={failure.value} own={failures} />
            ))}
        </main>
        <Attribution />
      </div>
      {children}
      <p class="visually-hidden" role="status">
        {announcement.value}
      </p>
    </>
  );
}
