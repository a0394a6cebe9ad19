import { BROWSER_PARTS } from './app-name.ts';

/** Names whose owners publish them, in the order in which one string may hold several. */
const NAMED_BOTS: readonly (readonly [RegExp, string])[] = [
  [/googlebot|google-inspectiontool|googleother|adsbot-google|mediapartners-google/i, 'Googlebot'],
  [/bingbot|bingpreview|msnbot|adidxbot/i, 'Bingbot'],
  [/applebot/i, 'Applebot'],
  [/yahoo! ?slurp/i, 'Yahoo! Slurp'],
  [/gptbot|oai-searchbot|chatgpt-user/i, 'OpenAI'],
  [/claudebot|claude-user|claude-searchbot|anthropic-ai/i, 'Anthropic'],
  [/perplexitybot|perplexity-user/i, 'Perplexity'],
  [/facebookexternalhit|meta-externalagent|facebot/i, 'Meta'],
  [/headlesschrome/i, 'HeadlessChrome'],
];

const NAMED_BY_ITSELF =
  /\b([a-z\d][\w.!+-]{0,30}(?:bot|spider|crawler|slurp|fetcher|reader)[\w-]{0,20})/i;
const URLS = /\+?\bhttps?:\/\/([^\s/;,)"'<>]{1,100})[^\s;,)"'<>]{0,200}/gi;
const EMAILS = /[\w.+-]{1,64}(?:@|\[at\])([\w-]{1,60}(?:\.[\w-]{1,30}){1,4})/gi;
const COMMENTS = /\(([^()]{0,300})\)/g;
/** A name and what may follow it: a version, a blank, the end. */
const NAME = /^([a-z][\w.!+-]{1,40}(?: [a-z][\w.!+-]{1,20}){0,2})(?=[/\s:,]|$)/i;
const HOST = /^(?:www\.)?([a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,4})(?::\d+)?$/i;

/** What is no name: kinds of programs, and what browsers say of themselves and their systems. */
const NO_NAMES: ReadonlySet<string> = new Set([
  ...[
    'bot',
    'bots',
    'robot',
    'robots',
    'crawler',
    'crawl',
    'spider',
    'server',
    'reader',
    'fetcher',
  ],
  ...[
    'client',
    'http',
    'https',
    'agent',
    'user-agent',
    'compatible',
    'test',
    'web',
    'scan',
    'news',
  ],
  ...['email', 'contact', 'like', 'khtml, like gecko', 'x11', 'linux', 'windows', 'macintosh', 'u'],
  ...['iphone', 'ipad', 'android', 'presto', 'opera', 'opr', 'firefox', 'msie', 'wow64', 'win64'],
]);

/**
 * What a bot calls itself: by a name that its owner publishes, a word that ends in "bot" or the like, the product
 * that it names, or the host of the page that explains it.
 *
 * @returns `other` where it says none of these.
 */
export function botNameOf(userAgent: string): string {
  const published = NAMED_BOTS.find(([pattern]) => pattern.test(userAgent))?.[1];
  if (published !== undefined) return published;
  const plain = userAgent.replaceAll(URLS, '').replaceAll(EMAILS, '');
  const byItself = NAMED_BY_ITSELF.exec(plain)?.[1] ?? '';
  if (isName(byItself)) return byItself;
  const named = [plain, ...explained(userAgent), ...products(plain)].map(nameAtStart).find(isName);
  return named ?? hostIn(userAgent) ?? 'other';
}

/** The parts of comments that a program explains itself in: `(compatible; NAME; +http://…)`. */
function explained(userAgent: string): string[] {
  return Array.from(userAgent.matchAll(COMMENTS), ([, comment = '']) => comment)
    .filter((comment) => /^\s*compatible\b|https?:|@/i.test(comment))
    .flatMap((comment) => comment.replaceAll(URLS, '').replaceAll(EMAILS, '').split(/[;,]/));
}

/** Products outside of comments (RFC 9110 §10.1.5), the last first: a browser's come before a program's own. */
function products(plain: string): string[] {
  return plain.replaceAll(COMMENTS, ' ').trim().split(/\s+/).toReversed();
}

function nameAtStart(text: string): string {
  return NAME.exec(text.trim())?.[1] ?? '';
}

function isName(name: string): boolean {
  const lower = name.toLowerCase();
  const first = lower.split(' ', 1)[0] ?? '';
  return (
    name !== '' && ![lower, first].some((word) => NO_NAMES.has(word) || BROWSER_PARTS.has(word))
  );
}

function hostIn(userAgent: string): string | undefined {
  return [...userAgent.matchAll(URLS), ...userAgent.matchAll(EMAILS)]
    .map(([, host = '']) => HOST.exec(host)?.[1]?.toLowerCase())
    .find((host) => host !== undefined);
}
