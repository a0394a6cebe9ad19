const NEWLINE = 10;

/** A row of a body: a line of JSON, or its UTF-8. */
export type RowLine = string | Uint8Array;

/** Lines as one body. Written once, where they are to lie: a copy of a large body costs as much as its rows. */
export function bodyOf(lines: readonly RowLine[]): Buffer {
  const length = lines.reduce((sum, line) => sum + bytesOf(line) + 1, -1);
  const body = Buffer.allocUnsafeSlow(Math.max(0, length));
  let at = 0;
  for (const [index, line] of lines.entries()) {
    if (index > 0) body[at++] = NEWLINE;
    if (typeof line === 'string') at += body.write(line, at);
    else {
      body.set(line, at);
      at += line.length;
    }
  }
  return body;
}

export function bytesOf(line: RowLine): number {
  return typeof line === 'string' ? Buffer.byteLength(line) : line.length;
}

/** Some lines of a body. */
interface BodyPart {
  readonly rows: number;
  readonly body: Buffer;
}

/** The first lines, and the others, of which there are as many or one less: of a single line, none. */
export function halvesOfBody(body: Buffer): readonly [BodyPart, BodyPart] {
  const ends = lineEnds(body);
  const first = Math.ceil(ends.length / 2);
  const end = ends[first - 1] ?? 0;
  return [
    { rows: first, body: body.subarray(0, end) },
    { rows: ends.length - first, body: body.subarray(end + 1) },
  ];
}

/** Where each line ends. */
function lineEnds(body: Buffer): number[] {
  if (body.length === 0) return [];
  const ends: number[] = [];
  for (let at = body.indexOf(NEWLINE); at >= 0; at = body.indexOf(NEWLINE, at + 1)) ends.push(at);
  return [...ends, body.length];
}
