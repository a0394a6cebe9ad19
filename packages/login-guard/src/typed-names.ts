/** Names that one request may give; a form has one, and some have a second field for it. */
const MOST_NAMES = 8;

/**
 * The names that a request signs in by, in the form in which they count. An app may read any of them, so
 * each is counted.
 *
 * @param given What the option `account` found: a text, or several.
 * @returns `undefined` where an app could read it as a name that cannot be foreseen: an object, or a field
 * that was sent twice.
 */
export function typedNames(
  given: unknown,
  normalise: (name: string) => string,
): readonly string[] | undefined {
  const candidates: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (candidates.length > MOST_NAMES) return undefined;
  const names = new Set<string>();
  for (const candidate of candidates) {
    const text = textOf(candidate);
    if (text === undefined) return undefined;
    const name = normalise(text);
    if (name !== '') names.add(name);
  }
  return [...names];
}

/** A list of one is a text to an app that joins it, or takes the first. */
function textOf(candidate: unknown): string | undefined {
  if (candidate === undefined || candidate === null) return '';
  if (typeof candidate === 'string') return candidate;
  if (typeof candidate === 'number' || typeof candidate === 'bigint') return String(candidate);
  if (Array.isArray(candidate) && candidate.length <= 1) {
    const [only]: readonly unknown[] = candidate;
    return Array.isArray(only) ? undefined : textOf(only);
  }
  return undefined;
}
