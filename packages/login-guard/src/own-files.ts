/* At the root of the sources, which is as deep as the built package: both find these beside them. */

/** Migrations. */
export const SCHEMA: URL = new URL('../schema/', import.meta.url);
/** Redis scripts. */
export const LUA: URL = new URL('../lua/', import.meta.url);
