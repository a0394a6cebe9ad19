import { EmasError } from '@emas/errors';
import type { PageNeeds } from '@emas/page';

/** Directives in the order in which they stand in the header. */
type Directives = ReadonlyMap<string, readonly string[]>;

const NONCE = "'nonce-";

/**
 * Everything is shut but what is the site's own; scripts run by the response's nonce, and what those load
 * in turn (CSP 3, `strict-dynamic`); text becomes script or markup through named policies only (Trusted
 * Types).
 */
const BASE: Directives = new Map([
  ['default-src', ["'none'"]],
  ['script-src', [NONCE, "'strict-dynamic'"]],
  ['style-src', ["'self'", NONCE]],
  ['img-src', ["'self'"]],
  ['font-src', ["'self'"]],
  ['connect-src', ["'self'"]],
  ['manifest-src', ["'self'"]],
  ['media-src', ["'self'"]],
  ['form-action', ["'self'"]],
  ['frame-ancestors', ["'none'"]],
  ['base-uri', ["'none'"]],
  ['object-src', ["'none'"]],
  ['require-trusted-types-for', ["'script'"]],
  ['trusted-types', []],
]);

const DIRECTIVE_OF: Readonly<Record<keyof PageNeeds, string>> = {
  scripts: 'script-src',
  images: 'img-src',
  styles: 'style-src',
  fonts: 'font-src',
  media: 'media-src',
  frames: 'frame-src',
  workers: 'worker-src',
  connections: 'connect-src',
  forms: 'form-action',
  trustedTypes: 'trusted-types',
};

const NEEDS: readonly (keyof PageNeeds)[] = [
  'scripts',
  'images',
  'styles',
  'fonts',
  'media',
  'frames',
  'workers',
  'connections',
  'forms',
  'trustedTypes',
];

/** What a need may name besides origins; none of it lets in what a stranger wrote into the page. */
const KEYWORDS: Readonly<Partial<Record<keyof PageNeeds, readonly string[]>>> = {
  scripts: ["'wasm-unsafe-eval'"],
  images: ['data:', 'blob:'],
  fonts: ['data:'],
  media: ['data:', 'blob:'],
  frames: ['blob:'],
  workers: ['blob:'],
};

/** CSP 3, "hash-source". */
const HASH = /^'sha(?:256|384|512)-[\w+/-]{43,88}={0,2}'$/;

const ORIGIN =
  /^(?:https|wss):\/\/(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?(?:\/[\w./~-]*)?$/i;
/** This machine, which alone may be named without HTTPS. */
export const LOCAL_ORIGIN: RegExp =
  /^(?:https?|wss?):\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;
const POLICY_NAME = /^[\w#=@/.%-]+$/;

/** A Content Security Policy that can be widened, and never by what would undo it. */
export class ContentPolicy {
  readonly #directives: Directives;
  /** The header in pieces, a nonce between each two. */
  readonly #pieces: readonly string[];

  private constructor(directives: Directives) {
    this.#directives = directives;
    this.#pieces = headerText(directives).split(NONCE);
  }

  /** @param frameAncestors Who may show the pages in a frame. */
  static strict(frameAncestors: readonly string[], reportTo: string | undefined): ContentPolicy {
    const directives = new Map(BASE);
    if (frameAncestors.length > 0) directives.set('frame-ancestors', frameAncestors);
    if (reportTo !== undefined) directives.set('report-uri', [reportTo]);
    return new ContentPolicy(directives);
  }

  /**
   * @returns The same with what somebody needs besides.
   * @throws EmasError `ERR_EMAS_HARDENING_POLICY` on a source that would let anything in.
   */
  with(needs: PageNeeds): ContentPolicy {
    const directives = new Map(this.#directives);
    for (const need of NEEDS) {
      const sources = needs[need];
      if (sources === undefined || sources.length === 0) continue;
      for (const source of sources) checkSource(need, source);
      const directive = DIRECTIVE_OF[need];
      const before = directives.get(directive) ?? fallback(need);
      directives.set(directive, [...new Set([...before, ...sources])]);
    }
    return new ContentPolicy(directives);
  }

  /**
   * @returns The same for a page that goes by HTTPS: plain HTTP in its own text is asked for over HTTPS, and reports
   * go by the Reporting API. Over plain HTTP browsers have none, and a policy that names it goes unreported there.
   */
  overHttps(): ContentPolicy {
    const directives = new Map(this.#directives);
    directives.set('upgrade-insecure-requests', []);
    if (directives.has('report-uri')) directives.set('report-to', ['emas']);
    return new ContentPolicy(directives);
  }

  /** The header's value. */
  text(nonce: string): string {
    return this.#pieces.join(`${NONCE}${nonce}'`);
  }
}

/** A directive that is not there yet falls back on one that lets workers of the site run; once it is there it must say so. */
function fallback(need: keyof PageNeeds): readonly string[] {
  return need === 'workers' ? ["'self'"] : [];
}

function headerText(directives: Directives): string {
  return [...directives]
    .map(([name, sources]) => {
      // Without any policy the directive says so; the keyword stands alone.
      const all = name === 'trusted-types' && sources.length === 0 ? ["'none'"] : sources;
      return [name, ...all].join(' ');
    })
    .join('; ');
}

function checkSource(need: keyof PageNeeds, source: string): void {
  if (need === 'trustedTypes') {
    if (POLICY_NAME.test(source)) return;
    throw policyError(need, source, 'a name such as dompurify');
  }
  if (KEYWORDS[need]?.includes(source) === true) return;
  if ((need === 'scripts' || need === 'styles') && HASH.test(source)) return;
  if (need === 'scripts') throw policyError(need, source, "a hash such as 'sha256-…'");
  if (source === "'self'" || ORIGIN.test(source) || LOCAL_ORIGIN.test(source)) return;
  throw policyError(need, source, 'an origin such as https://captcha.example');
}

function policyError(need: string, source: string, wanted: string): EmasError {
  return new EmasError(
    'ERR_EMAS_HARDENING_POLICY',
    `The policy of a page: expected ${wanted} for ${need}, received "${source.slice(0, 80)}".`,
    {
      help: "Wildcards, whole schemes, 'unsafe-inline' and 'unsafe-eval' would undo the policy. Give a script the nonce, res.locals.nonce; the scripts that it loads are then allowed as well.",
    },
  );
}
