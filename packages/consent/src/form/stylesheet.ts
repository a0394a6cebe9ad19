import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Request, Response } from 'express';

const FILE = new URL('../../styles/consent.css', import.meta.url);
const HASH_LENGTH = 12;

/** The form's looks, at an address that changes with them. */
export class Stylesheet {
  readonly url: string;
  readonly #body = readFileSync(FILE);
  readonly #hash: string;

  constructor(path: string) {
    this.#hash = createHash('sha256').update(this.#body).digest('base64url').slice(0, HASH_LENGTH);
    this.url = `${path}.css?v=${this.#hash}`;
  }

  send(req: Request, res: Response): void {
    const isThisVersion = req.query['v'] === this.#hash;
    res.set('Cache-Control', isThisVersion ? 'public, max-age=31536000, immutable' : 'no-cache');
    res.type('text/css').send(this.#body);
  }
}
