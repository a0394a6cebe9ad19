/* At the root of the sources, which is as deep as the built package: both find these beside them. */

/** Redis scripts. */
export const LUA: URL = new URL('../lua/', import.meta.url);
