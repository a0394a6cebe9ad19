/* At the root of the sources, which is as deep as the built package: both find these beside them. */

/** Migrations. */
export const SCHEMA: URL = new URL('../schema/', import.meta.url);
export const QUERIES: URL = new URL('../queries/', import.meta.url);
/** Lists of search engines, networks, shops and the like. */
export const SOURCES: URL = new URL('../sources/', import.meta.url);
