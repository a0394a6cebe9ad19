import { isbot } from 'isbot';
import { botNameOf } from './bot-name.ts';
import { saysTelevision } from './television.ts';

/**
 * Parts of people's agents that isbot takes for a bot's: the model of a telephone, which stands before `Build/`
 * ("M bot 54", "Discovery"), models of those that leave it out, and Sogou's browser.
 */
const PEOPLES_PARTS: readonly RegExp[] = [
  /(?<=\bAndroid [\d.]{1,10};(?: [a-z]{2}[-_][a-z]{2};)? )[^;()/]{1,60}(?= Build\/)/gi,
  /\b(?:M bot \d{2,3}|(?:General Mobile )?Discovery(?: II| tab 8)?)(?=\))/g,
  /\bSogou ?(?:MSE|Mobile ?Browser)(?:\/[\d.]+)?/gi,
];
/** What only programs say of themselves, on a television too. */
const PROGRAM = /bot\b|crawl|spider|slurp|https?:|compatible;/i;

/**
 * The name of the bot that sent this user agent, or null for what looks like a person's browser.
 * Recognition is isbot's; an empty user agent counts as a bot too, since every browser sends one.
 */
export function botName(userAgent: string): string | null {
  if (userAgent === '' || userAgent === '-') return '(none)';
  if (!isbot(userAgent) || isPerson(userAgent)) return null;
  return botNameOf(userAgent);
}

function isPerson(userAgent: string): boolean {
  if (saysTelevision(userAgent) && !PROGRAM.test(userAgent)) return true;
  const rest = PEOPLES_PARTS.reduce((text, part) => text.replaceAll(part, ''), userAgent);
  return rest !== userAgent && !isbot(rest);
}
