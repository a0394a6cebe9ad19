import { EmasError } from '@emas/errors';
import { PageAsset, needOnPage, pageNonce, readAssetFile } from '@emas/page';
import type { AssetFile } from '@emas/page';
import escapeHtml from 'escape-html';
import type { Request, Response } from 'express';
import { WEB } from '../own-files.ts';

/** As the script names it. */
const TRUSTED_TYPES_POLICY = 'emas-consent';

/** What a page with consent in it loads: the form's looks, and what makes it smooth. */
export class PageFiles {
  readonly #stylesheet: PageAsset;
  readonly #script: PageAsset;
  readonly #modeScript: PageAsset;
  readonly #path: string;
  /** Pages that have the script already. */
  readonly #served = new WeakSet<Response>();

  /** @throws EmasError `ERR_EMAS_CONSENT_ASSETS` where the package was not built. */
  constructor(path: string) {
    this.#path = path;
    this.#stylesheet = new PageAsset({
      path: `${path}.css`,
      type: 'text/css',
      file: builtFile('consent.css'),
    });
    this.#script = new PageAsset({
      path: `${path}.js`,
      type: 'text/javascript',
      file: builtFile('consent.js'),
    });
    this.#modeScript = new PageAsset({
      path: `${path}-mode.js`,
      type: 'text/javascript',
      file: builtFile('consent-mode.js'),
    });
  }

  /** @returns Whether it was one of them, and is sent. */
  send(req: Request, res: Response): boolean {
    const { path } = req;
    const named = [this.#stylesheet, this.#script, this.#modeScript];
    const asset = named.find(({ url }) => url.startsWith(`${path}?`));
    asset?.send(req, res);
    return asset !== undefined;
  }

  get stylesheet(): string {
    return `<link rel="stylesheet" href="${escapeHtml(this.#stylesheet.url)}">`;
  }

  /** The script, once on a page. */
  script(res: Response): string {
    if (this.#served.has(res)) return '';
    this.#served.add(res);
    needOnPage(res, { trustedTypes: [TRUSTED_TYPES_POLICY] });
    const path = escapeHtml(this.#path);
    return `<script defer src="${escapeHtml(this.#script.url)}" data-path="${path}"${nonceOf(res)}></script>`;
  }

  /** Runs before what stands after it: Google's tags ask at once. */
  modeScript(res: Response, state: object): string {
    const text = escapeHtml(JSON.stringify(state));
    return `<script src="${escapeHtml(this.#modeScript.url)}" data-state="${text}"${nonceOf(res)}></script>`;
  }
}

function nonceOf(res: Response): string {
  const nonce = pageNonce(res);
  return nonce === undefined ? '' : ` nonce="${escapeHtml(nonce)}"`;
}

function builtFile(name: string): AssetFile {
  try {
    return readAssetFile(new URL(name, WEB));
  } catch (cause) {
    const message = `consent: the file ${name} is missing.`;
    const help = 'In the repository, run npm run build.';
    throw new EmasError('ERR_EMAS_CONSENT_ASSETS', message, { help, cause });
  }
}
