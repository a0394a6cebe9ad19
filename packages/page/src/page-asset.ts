import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import Negotiator from 'negotiator';
import { PACKINGS } from './asset-file.ts';
import type { AssetFile, Packing } from './asset-file.ts';

const HASH_LENGTH = 12;
const PLAIN = 'identity';

export interface PageAssetOptions {
  readonly path: string;
  /** As in `text/css`. */
  readonly type: string;
  readonly file: AssetFile;
  /** Whether `path` changes with the content already, as names that a bundler makes do. @default false */
  readonly isNamedByContent?: boolean;
}

/**
 * A file of a page, at an address that changes with it: browsers keep it for as long as it is this one. It
 * is sent packed to whoever takes it so (RFC 9110 section 12.5.3).
 */
export class PageAsset {
  /** `path`, with a hash of the content unless it has one. */
  readonly url: string;
  readonly #file: AssetFile;
  readonly #type: string;
  readonly #hash: string;
  readonly #isNamedByContent: boolean;
  readonly #forms: readonly (Packing | typeof PLAIN)[];

  constructor({ path, type, file, isNamedByContent = false }: PageAssetOptions) {
    this.#file = file;
    this.#type = type;
    this.#isNamedByContent = isNamedByContent;
    this.#hash = createHash('sha256').update(file.body).digest('base64url').slice(0, HASH_LENGTH);
    this.#forms = [...PACKINGS.filter((packing) => file.packed.has(packing)), PLAIN];
    this.url = isNamedByContent ? path : `${path}?v=${this.#hash}`;
  }

  send(req: Request, res: Response): void {
    const isThisVersion = this.#isNamedByContent || req.query['v'] === this.#hash;
    res.set('Cache-Control', isThisVersion ? 'public, max-age=31536000, immutable' : 'no-cache');
    // Also where it goes out unpacked: a cache must not hand the packed one to who cannot read it.
    if (this.#forms.length > 1) res.vary('Accept-Encoding');
    const form = this.#formFor(req);
    // Each form has its own: a cache that asks whether one is still good must not be told of the other.
    res.set('ETag', `W/"${this.#hash}-${form}"`).type(this.#type);
    if (form === PLAIN) {
      res.send(this.#file.body);
      return;
    }
    res.set('Content-Encoding', form).send(this.#file.packed.get(form));
  }

  /** Who accepts nothing, not even the file as it is, gets it as it is: RFC 9110 allows it. */
  #formFor(req: Request): Packing | typeof PLAIN {
    // Without the header anything may be sent, but who says nothing is often a program that unpacks nothing.
    if (this.#forms.length === 1 || req.headers['accept-encoding'] === undefined) return PLAIN;
    const [best = PLAIN] = new Negotiator(req).encodings(this.#forms, { preferred: this.#forms });
    return best;
  }
}
