import { LOCAL_ORIGIN } from '../policy/content-policy.ts';

/**
 * What lets pass what a policy stopped.
 *
 * - `set`: the option, with the value.
 * - `nonce`: the tag gets the response's nonce; a built page gets its hash into the option.
 * - `rewrite`: an attribute with code or styles moves into a file.
 * - `library`: a library that supports Trusted Types, whose policy the option names.
 * - `none`: no option does, as it would undo the policy.
 */
export type Remedy = 'set' | 'nonce' | 'rewrite' | 'library' | 'none';

/** The option that decides about what a policy stopped. */
export interface AllowedBy {
  /** `hardening.needs.images`. */
  readonly setting: string;
  /** What it would name besides, `https://cdn.example`; '' where that cannot be said. */
  readonly value: string;
  readonly remedy: Remedy;
}

/** Options by the directive that decides, CSP 3 §6. */
const NEED_OF: Readonly<Record<string, string>> = {
  'img-src': 'images',
  'font-src': 'fonts',
  'media-src': 'media',
  'frame-src': 'frames',
  'child-src': 'frames',
  'worker-src': 'workers',
  'connect-src': 'connections',
  'form-action': 'forms',
  'style-src': 'styles',
  'style-src-elem': 'styles',
  'style-src-attr': 'styles',
  'script-src': 'scripts',
  'script-src-elem': 'scripts',
  'script-src-attr': 'scripts',
  'trusted-types': 'trustedTypes',
  'require-trusted-types-for': 'trustedTypes',
};

/**
 * @param directive As the browser reports it, `script-src-elem`.
 * @param blocked An origin, or a word such as `inline`.
 */
export function allowedBy(directive: string, blocked: string): AllowedBy {
  if (directive === 'frame-ancestors') {
    return { setting: 'hardening.frameAncestors', value: '', remedy: 'set' };
  }
  const need = Object.hasOwn(NEED_OF, directive) ? NEED_OF[directive] : undefined;
  if (need === undefined) return { setting: 'hardening.needs', value: '', remedy: 'none' };
  const setting = `hardening.needs.${need}`;
  if (need === 'trustedTypes') return { setting, value: '', remedy: 'library' };
  if (directive.endsWith('-attr')) return { setting, value: '', remedy: 'rewrite' };
  if (blocked === 'wasm-eval') return { setting, value: "'wasm-unsafe-eval'", remedy: 'set' };
  if (blocked === 'eval') return { setting, value: '', remedy: 'none' };
  if (need === 'scripts' || blocked === 'inline') return { setting, value: '', remedy: 'nonce' };
  return {
    setting,
    value: sourceOf(blocked),
    remedy: blocked.startsWith('http:') && !LOCAL_ORIGIN.test(blocked) ? 'none' : 'set',
  };
}

/** Browsers report a scheme without its colon. */
function sourceOf(blocked: string): string {
  if (blocked === 'data' || blocked === 'blob') return `${blocked}:`;
  if (blocked === 'self') return "'self'";
  // A stranger may have sent it, and a developer copies it.
  return /^(?:https?|wss?):\/\/[\w.-]+(?::\d{1,5})?$/i.test(blocked) ? blocked : '';
}
