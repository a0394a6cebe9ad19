import { randomBytes } from 'node:crypto';

const IDS_A_DRAW = 128;

/**
 * Makes ids of so many bytes from the CSPRNG. Drawn many at a time: a draw costs more than an id.
 *
 * @param encoding @default 'base64url'
 */
export function randomIds(
  bytes: number,
  encoding: 'base64url' | 'base64' | 'hex' = 'base64url',
): () => string {
  let pool: Buffer = Buffer.alloc(0);
  let at = 0;
  return function nextId() {
    if (at === pool.length) {
      pool = randomBytes(bytes * IDS_A_DRAW);
      at = 0;
    }
    at += bytes;
    const id = pool.toString(encoding, at - bytes, at);
    // What was given out stays nowhere else.
    pool.fill(0, at - bytes, at);
    return id;
  };
}
