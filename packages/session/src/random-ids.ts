import { randomBytes } from 'node:crypto';

const IDS_A_DRAW = 128;

/** Makes ids of so many random bytes, base64url. Drawn many at a time: a draw costs more than an id. */
export function randomIds(bytes: number): () => string {
  let pool: Buffer = Buffer.alloc(0);
  let at = 0;
  return function nextId() {
    if (at === pool.length) {
      pool = randomBytes(bytes * IDS_A_DRAW);
      at = 0;
    }
    at += bytes;
    const id = pool.toString('base64url', at - bytes, at);
    // What was given out stays nowhere else.
    pool.fill(0, at - bytes, at);
    return id;
  };
}
