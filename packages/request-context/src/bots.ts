import { isbot, isbotMatch } from 'isbot';

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
  /([a-z][\w.!+-]{0,30}(?:bot|spider|crawler|slurp|fetcher|reader)[\w-]{0,20})/i;
const PRODUCT = /^([a-z][\w.!-]{1,40}(?: [a-z][\w.!-]{1,20}){0,2})(?=[/\s;(]|$)/i;

/**
 * The name of the bot that sent this user agent, or null for what looks like a person's browser.
 * Recognition is isbot's; an empty user agent counts as a bot too, since every browser sends one.
 */
export function botName(userAgent: string): string | null {
  if (userAgent === '' || userAgent === '-') return '(none)';
  if (!isbot(userAgent)) return null;
  const known = NAMED_BOTS.find(([pattern]) => pattern.test(userAgent))?.[1];
  return known ?? NAMED_BY_ITSELF.exec(userAgent)?.[1] ?? productName(userAgent);
}

function productName(userAgent: string): string {
  const product = PRODUCT.exec(userAgent)?.[1] ?? 'Mozilla';
  if (!/^mozilla$/i.test(product)) return product;
  // What isbot went by may carry a version and punctuation, `Ezooms/1.0;`.
  const [name = ''] = isbotMatch(userAgent)?.split(/[/;,\s]/, 1) ?? [];
  return name === '' ? 'unnamed' : name;
}
