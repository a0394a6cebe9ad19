import { randomBytes } from 'node:crypto';

const IDS_A_DRAW = 128;

/**
 * Makes ids of so many bytes from the CSPRNG, for what is told to whoever asks: the number of a request, a nonce. Each
 * is a part of one text of many, which costs a tenth of `randomIds()`; the text stays as long as any of its ids,
 * so that it is nothing for secrets.
 *
 * @param bytes With base64 a multiple of three, as each id would end with `=` otherwise.
 */
export function publicIds(bytes: number, encoding: 'base64' | 'hex'): () => string {
  const length = (bytes * 8) / (encoding === 'hex' ? 4 : 6);
  let text = '';
  let at = 0;
  return function nextId() {
    if (at === text.length) {
      text = randomBytes(bytes * IDS_A_DRAW).toString(encoding);
      at = 0;
    }
    at += length;
    return text.slice(at - length, at);
  };
}
