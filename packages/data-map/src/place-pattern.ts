const WILDCARD = /<([a-z ]+)>/;
const HASH = /^[\w-]{16,}$/;

/** Whether a cookie, key, table or file is the one that a place's `where` names. */
export function isAt(where: string, name: string): boolean {
  return fits(where.split(WILDCARD), name);
}

/** @param parts Text, wildcard, text, wildcard, text … */
function fits([text = '', wildcard, ...rest]: readonly string[], name: string): boolean {
  if (!name.startsWith(text)) return false;
  const left = name.slice(text.length);
  if (wildcard === undefined) return left === '';
  for (let end = 1; end <= left.length; end += 1) {
    const isFitting = wildcard !== 'hash' || HASH.test(left.slice(0, end));
    if (isFitting && fits(rest, left.slice(end))) return true;
  }
  return false;
}
