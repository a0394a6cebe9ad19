const LONGEST = 500;

/** A path of this site: anything else would send the visitor wherever somebody likes. */
export function ownPath(given: unknown): string | undefined {
  if (typeof given !== 'string' || given.length > LONGEST) return undefined;
  return /^\/(?![/\\])[^\\\s]*$/.test(given) ? given : undefined;
}
