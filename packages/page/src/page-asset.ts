import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';

const HASH_LENGTH = 12;

/** A file of a page, at an address that changes with it: browsers keep it for as long as it is this one. */
export class PageAsset {
  /** `path` with a hash of the content. */
  readonly url: string;
  readonly #body: Buffer;
  readonly #type: string;
  readonly #hash: string;

  /** @param file.type As in `text/css`. */
  constructor(file: { readonly path: string; readonly type: string; readonly body: Buffer }) {
    this.#body = file.body;
    this.#type = file.type;
    this.#hash = createHash('sha256').update(file.body).digest('base64url').slice(0, HASH_LENGTH);
    this.url = `${file.path}?v=${this.#hash}`;
  }

  send(req: Request, res: Response): void {
    const isThisVersion = req.query['v'] === this.#hash;
    res.set('Cache-Control', isThisVersion ? 'public, max-age=31536000, immutable' : 'no-cache');
    res.type(this.#type).send(this.#body);
  }
}
