import { onPageNeeds } from '@emas/page';
import { publicIds } from '@emas/random-ids';
import type { PageNeeds, PageNeedsListener } from '@emas/page';
import type { Request, RequestHandler, Response } from 'express';
import { isOutOfBounds } from './bounds.ts';
import { HeaderBlock } from './header-block.ts';
import { resolveOptions } from './options.ts';
import type { HardeningOptions, ResolvedOptions } from './options.ts';
import { ContentPolicy } from './policy/content-policy.ts';
import { reportReceiver } from './reports/report-receiver.ts';
import { staticHeaders } from './static-headers.ts';
import type { Header } from './static-headers.ts';

/** 144 bits; CSP 3 §7.1 wants 128. */
const newNonce = publicIds(18, 'base64');

/**
 * Makes an app safe by default: a strict Content Security Policy with a nonce for each response in
 * `res.locals.nonce`, helmet's headers, `Permissions-Policy`, HSTS on HTTPS, bounds of what is sent, and an
 * endpoint for what browsers report.
 *
 * Mount it first, before everything that answers. Parts of a page say by `needOnPage()` what they need of others.
 *
 * @throws EmasError `ERR_EMAS_HARDENING_OPTIONS`, `ERR_EMAS_HARDENING_POLICY`.
 */
export function hardening(given: HardeningOptions = {}): RequestHandler {
  const options = resolveOptions(given);
  const harden = headerSetter(options);
  const receive =
    options.reports === false ? undefined : reportReceiver(options.reports, options.events);
  return function emasHardening(req, res, next) {
    harden(req, res);
    if (isOutOfBounds(req, res, options)) return;
    if (receive?.(req, res) === true) return;
    next();
  };
}

function headerSetter(options: ResolvedOptions): (req: Request, res: Response) => void {
  const { needs, frameAncestors, hsts, reports, mode } = options;
  const plain = ContentPolicy.strict(frameAncestors, reports === false ? undefined : reports).with(
    needs,
  );
  const overHttps = plain.overHttps();
  const name =
    mode === 'report' ? 'Content-Security-Policy-Report-Only' : 'Content-Security-Policy';
  const always = staticHeaders(options);
  const transport = transportHeader(hsts, mode);
  const blockOf = (content: ContentPolicy, headers: readonly Header[]): HeaderBlock =>
    new HeaderBlock(headers, name, content.text(newNonce()));
  const byHttp = blockOf(plain, always);
  const byHttps = blockOf(overHttps, [...always, ...transport]);
  return (req, res) => {
    const nonce = newNonce();
    const isSecure = req.secure;
    res.locals['nonce'] = nonce;
    res.removeHeader('X-Powered-By');
    const content = isSecure ? overHttps : plain;
    (isSecure ? byHttps : byHttp).putOn(res, content.text(nonce));
    onPageNeeds(res, new PagePolicy(res, name, content, nonce));
  };
}

/** Browsers remember it for all hosts below, with HTTPS or not, so it is not sent in report mode. */
function transportHeader(
  hsts: ResolvedOptions['hsts'],
  mode: ResolvedOptions['mode'],
): readonly Header[] {
  if (hsts === false || mode === 'report') return [];
  const { maxAge, includeSubDomains, preload } = hsts;
  const value = [
    `max-age=${maxAge}`,
    ...(includeSubDomains ? ['includeSubDomains'] : []),
    ...(preload ? ['preload'] : []),
  ].join('; ');
  return [['Strict-Transport-Security', value]];
}

/** The policy of one response, which grows by what the parts of its page need. */
class PagePolicy implements PageNeedsListener {
  readonly #res: Response;
  readonly #header: string;
  readonly #nonce: string;
  #content: ContentPolicy;

  constructor(res: Response, header: string, content: ContentPolicy, nonce: string) {
    this.#res = res;
    this.#header = header;
    this.#content = content;
    this.#nonce = nonce;
  }

  needed(needs: PageNeeds): void {
    this.#content = this.#content.with(needs);
    // A page that is on its way keeps the policy that it went with.
    if (!this.#res.headersSent) {
      this.#res.setHeader(this.#header, this.#content.text(this.#nonce));
    }
  }
}
