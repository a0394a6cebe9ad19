/** Text that is not UTF-8, and how much of its beginning is a byte order mark. */
type Utf16 = 'utf-16le' | 'utf-16be';

/**
 * Whether a text is in UTF-16, as PowerShell writes it: by its byte order mark (Unicode 16.0 §23.8), or because
 * every second byte of what begins a log, which is ASCII, is 0.
 */
export function utf16Of(head: Buffer): Utf16 | undefined {
  const mark = head.toString('hex', 0, 2);
  if (mark === 'fffe') return 'utf-16le';
  if (mark === 'feff') return 'utf-16be';
  const zeros = [...head.subarray(0, 4)].map((byte) => Number(byte === 0)).join('');
  if (zeros === '0101') return 'utf-16le';
  return zeros === '1010' ? 'utf-16be' : undefined;
}

/** The same text in UTF-8, without its byte order mark. */
export async function* fromUtf16(
  encoding: Utf16,
  source: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding);
  for await (const bytes of source) yield Buffer.from(decoder.decode(bytes, { stream: true }));
  yield Buffer.from(decoder.decode());
}
