/* At the root of the sources, which is as deep as the built package: both find these beside them. */

export const MANIFEST: URL = new URL('../package.json', import.meta.url);
