/* At the root of the sources, which is as deep as the built package: both find these beside them. */

/** The engine's program, as it was built: Node runs no TypeScript. */
export const ENGINE_PROGRAM: URL = new URL('../dist/engine-program.js', import.meta.url);
