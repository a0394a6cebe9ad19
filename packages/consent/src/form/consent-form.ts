import { needOnPage, preferredPageLanguage } from '@emas/page';
import type { PageLanguage } from '@emas/page';
import type { Request, Response } from 'express';
import { serviceFrame } from '../gate/service-frame.ts';
import type { Shown } from '../proof/proof.ts';
import type { Registry } from '../registry/registry.ts';
import type { Consent, ConsentFormOptions } from '../request.ts';
import { formMarkup, placeholderMarkup } from './markup.ts';
import type { FormLayout, FormState, Notice } from './markup.ts';
import { ownPath } from './own-path.ts';
import type { PageFiles } from './page-files.ts';

/** Somebody who has decided nothing: what is the same for all of them is the text that receipts refer to. */
const NOBODY: FormState = { allows: () => false, changes: [], hasSignal: false };

/** Draws the form, and what stands in the place of frames. */
export class ConsentForm {
  readonly #path: string;
  readonly #registry: Registry;
  readonly #files: PageFiles;

  constructor(path: string, registry: Registry, files: PageFiles) {
    this.#path = path;
    this.#registry = registry;
    this.#files = files;
  }

  /** For a page of the app: '' where there is nothing to ask. */
  draw(req: Request, res: Response, mine: Consent, options: ConsentFormOptions): string {
    if (!mine.asks) return '';
    const { language = preferredPageLanguage(req), modal = false } = options;
    const returnTo = ownPath(req.originalUrl) ?? '';
    const layout = modal ? 'dialog' : 'region';
    return this.#form(res, mine, { language, returnTo, layout });
  }

  /** For the permanent page, with what holds now. */
  drawOpen(
    res: Response,
    mine: Consent,
    drawing: {
      readonly language: PageLanguage;
      readonly returnTo: string;
      readonly notice: Notice | undefined;
    },
  ): string {
    return this.#form(res, mine, { ...drawing, layout: 'page' });
  }

  /** A service's frame, or what stands in its place until it is allowed. */
  frame(
    req: Request,
    res: Response,
    mine: Consent,
    id: string,
    language: PageLanguage = preferredPageLanguage(req),
  ): string {
    const service = this.#registry.service(id);
    if (service?.frame === undefined) return '';
    // The place may become the frame without another page, whose policy then has to know it already.
    needOnPage(res, { frames: [new URL(service.frame.src).origin] });
    const [{ stylesheet }, script] = [this.#files, this.#files.script(res)];
    if (mine.allows(id)) return stylesheet + serviceFrame(service, language) + script;
    const returnTo = ownPath(req.originalUrl) ?? '';
    const place = placeholderMarkup(this.#registry, service, {
      language,
      path: this.#path,
      returnTo,
    });
    return stylesheet + place + script;
  }

  /** What somebody saw, without what was theirs alone. */
  shown(layout: FormLayout, language: PageLanguage, service: unknown): Shown | undefined {
    const policy = this.#registry.fingerprint;
    const drawing = { language, path: this.#path, returnTo: '' };
    if (layout !== 'frame') {
      const markup = formMarkup(this.#registry, NOBODY, { ...drawing, layout });
      return { language, layout, policy, markup };
    }
    const held = this.#registry.service(String(service));
    if (held === undefined) return undefined;
    const markup = placeholderMarkup(this.#registry, held, drawing);
    return { language, layout, policy, markup };
  }

  #form(
    res: Response,
    mine: Consent,
    drawing: Omit<Parameters<typeof formMarkup>[2], 'path'>,
  ): string {
    const form = formMarkup(this.#registry, mine, { ...drawing, path: this.#path });
    return this.#files.stylesheet + form + this.#files.script(res);
  }
}
