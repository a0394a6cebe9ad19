const BACKSLASH = 92;

/**
 * Takes the escapes of nginx and Apache out of a field: `\"`, `\\` and `\xC3\xA9`, whose bytes are UTF-8. Those
 * of control characters stay as they are written.
 */
export function withoutEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  const from = Buffer.from(text);
  const bytes = Buffer.allocUnsafe(from.length);
  let length = 0;
  for (let at = 0; at < from.length; at += 1) {
    let byte = from[at] ?? 0;
    if (byte === BACKSLASH) {
      const next = String.fromCharCode(from[at + 1] ?? 0);
      const code = next === 'x' ? hexadecimal(from.toString('latin1', at + 2, at + 4)) : undefined;
      if (code !== undefined) [byte, at] = [code, at + 3];
      else if (next === '"' || next === '\\') [byte, at] = [next.charCodeAt(0), at + 1];
    }
    bytes[length] = byte;
    length += 1;
  }
  return bytes.toString('utf8', 0, length);
}

function hexadecimal(text: string): number | undefined {
  if (!/^[0-9a-f]{2}$/i.test(text)) return undefined;
  const code = Number.parseInt(text, 16);
  return code < 32 || code === 127 ? undefined : code;
}

/**
 * A field of a W3C log: IIS writes `+` for a blank, CloudFront percent signs, for those that came as well
 * (`%2520`).
 */
export function withoutPercents(text: string): string {
  const blank = text.replaceAll('+', ' ');
  if (!blank.includes('%')) return blank;
  try {
    return decodeURIComponent(blank.replaceAll('%25', '%'));
  } catch {
    // A sign that escapes nothing is a sign.
    return blank;
  }
}
