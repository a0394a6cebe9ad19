import { KeyObject, hash, timingSafeEqual } from 'node:crypto';
import type { SecretKey } from './cookie-name.ts';

/** Bytes of a block of SHA-256, and of its result. */
const BLOCK = 64;
const RESULT = 32;
/** Bytes of a text for which there is room beforehand; an id of ours has 32. */
const USUAL = 256;

/**
 * Signs session ids as express-session does: `id.HMAC-SHA-256`, base64 without padding (cookie-signature).
 *
 * HMAC (RFC 2104) by two hashes over keys that are prepared once: Node's own makes two objects of OpenSSL for each
 * signature, whose end costs the collector as much as all the rest.
 */
export class CookieSigner {
  /** The key with RFC 2104's paddings; behind it, what is hashed with it. */
  readonly #inner: Buffer;
  readonly #outer: Buffer;

  constructor(secret: SecretKey) {
    const bytes = bytesOf(secret);
    const key = bytes.length > BLOCK ? hash('sha256', bytes, 'buffer') : bytes;
    this.#inner = Buffer.alloc(BLOCK + USUAL);
    this.#outer = Buffer.alloc(BLOCK + RESULT);
    for (let at = 0; at < BLOCK; at += 1) {
      const byte = key[at] ?? 0;
      this.#inner[at] = byte ^ 0x36;
      this.#outer[at] = byte ^ 0x5c;
    }
  }

  sign(id: string): string {
    return `${id}.${this.#signatureOf(id)}`;
  }

  /** @returns The id, where the signature is right. */
  unsign(signed: string): string | undefined {
    const dot = signed.lastIndexOf('.');
    const id = signed.slice(0, dot);
    const given = Buffer.from(signed.slice(dot + 1));
    const right = Buffer.from(this.#signatureOf(id));
    if (dot === -1 || given.length !== right.length) return undefined;
    return timingSafeEqual(given, right) ? id : undefined;
  }

  #signatureOf(id: string): string {
    const length = Buffer.byteLength(id);
    const isUsual = length <= USUAL;
    const message = isUsual ? this.#inner : Buffer.alloc(BLOCK + length, this.#inner);
    message.write(id, BLOCK, 'utf8');
    this.#outer.set(hash('sha256', message.subarray(0, BLOCK + length), 'buffer'), BLOCK);
    return hash('sha256', this.#outer, 'base64').slice(0, -1);
  }
}

/** As `createHmac()` takes it: text is UTF-8. */
function bytesOf(secret: SecretKey): Uint8Array {
  if (typeof secret === 'string') return Buffer.from(secret, 'utf8');
  if (secret instanceof KeyObject) return secret.export();
  return ArrayBuffer.isView(secret)
    ? new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength)
    : new Uint8Array(secret);
}
