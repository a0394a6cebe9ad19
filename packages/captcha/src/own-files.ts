/* At the root of the sources, which is as deep as the built package: both find these beside them. */

/** Scripts for browsers, as the build leaves them. */
export const WEB: URL = new URL(
  import.meta.url.endsWith('.ts') ? '../dist/web/' : './web/',
  import.meta.url,
);
