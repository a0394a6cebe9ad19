/* At the root of the sources, which is as deep as the built package: both find these beside them. */

/** Migrations. */
export const SCHEMA: URL = new URL('../schema/', import.meta.url);
/** Scripts and styles for browsers, as the build leaves them. */
export const WEB: URL = new URL(
  import.meta.url.endsWith('.ts') ? '../dist/web/' : './web/',
  import.meta.url,
);
