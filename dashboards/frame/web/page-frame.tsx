import type { ComponentChildren } from 'preact';
import { announcement, failure, loading, shownRange } from './figures.ts';
import { texts } from './navigation.ts';
import { FIGURES_ID } from './focus.ts';
import { Header } from './header.tsx';
import { FailureCard, FailureNotice } from './states.tsx';

interface PageFrameProps {
  /** Its figures; null before the first answer and where none may be shown. */
  readonly figures: ComponentChildren;
  /** The outline of the figures, before they come. */
  readonly skeleton: ComponentChildren;
  /** What lies over the page, or beside it. */
  readonly children?: ComponentChildren;
}

/** What every page is framed by, in whichever state it is. */
export function PageFrame({ figures, skeleton, children }: PageFrameProps) {
  return (
    <>
      <a class="skip" href={`#${FIGURES_ID}`}>
        {texts.value.skip}
      </a>
      <div class="progress" hidden={!loading.value || shownRange.value === null} />
      <div class="page">
        <Header />
        <FailureNotice />
        <main id={FIGURES_ID} tabIndex={-1} aria-busy={loading.value}>
          {figures ?? (failure.value === null ? skeleton : <FailureCard failure={failure.value} />)}
        </main>
      </div>
      {children}
      <p class="visually-hidden" role="status">
        {announcement.value}
      </p>
    </>
  );
}
