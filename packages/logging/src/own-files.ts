/* At the root of the sources, which is as deep as the built package: both find these beside them. */

/** Migrations. */
export const SCHEMA: URL = new URL('../schema/', import.meta.url);
export const QUERIES: URL = new URL('../queries/', import.meta.url);
/** A program of its own, as it was built: Node runs no TypeScript. */
export const SEND_REST: URL = new URL('../dist/send-rest.js', import.meta.url);
