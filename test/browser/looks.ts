import type { BrowserContextOptions } from 'playwright-core';

interface Look {
  readonly screen: 'desk' | 'phone';
  readonly language: 'en' | 'ms';
  readonly colorScheme: 'light' | 'dark';
}

/** The screens, languages and colours in which a page is tried. */
export const LOOKS: readonly Look[] = (['desk', 'phone'] as const).flatMap((screen) =>
  (['en', 'ms'] as const).flatMap((language) =>
    (['light', 'dark'] as const).map((colorScheme) => ({ screen, language, colorScheme })),
  ),
);

/** A browser profile for it. */
export function lookOf({ screen, colorScheme }: Omit<Look, 'language'>): BrowserContextOptions {
  const isPhone = screen === 'phone';
  return {
    // axe is put into the page by the test, which its policy would refuse.
    bypassCSP: true,
    colorScheme,
    isMobile: isPhone,
    hasTouch: isPhone,
    viewport: isPhone ? { width: 375, height: 812 } : { width: 1280, height: 900 },
    reducedMotion: 'reduce',
  };
}
