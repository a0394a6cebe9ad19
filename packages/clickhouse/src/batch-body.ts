const NEWLINE = 10;

/** A row of a body: a line of JSON, or its UTF-8. */
export type RowLine = string | Uint8Array;

/** Lines as one body. Written once, where they are to lie: a copy of a large body costs as much as its rows. */
export function bodyOf(lines: readonly RowLine[]): Buffer {
  const length = lines.reduce((sum, line) => sum + bytesOf(line) + 1, -1);
  const body = Buffer.allocUnsafeSlow(Math.max(0, length));
  let at = 0;
  for (const line of lines) {
    if (at > 0) body[at++] = NEWLINE;
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

/** The first rows of a body, and the others, of which there are as many or one less. */
export function halvesOfBody(body: Buffer, rows: number): readonly [Buffer, Buffer] {
  let end = -1;
  for (let row = 0; row < Math.ceil(rows / 2); row += 1) end = body.indexOf(NEWLINE, end + 1);
  return [body.subarray(0, end), body.subarray(end + 1)];
}
