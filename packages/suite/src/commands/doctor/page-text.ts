import type { PageBlock, Weakness } from '@emas/hardening/internal';
import { visibleText } from '@emas/logging/internal';
import { severityMark } from '../severity-mark.ts';
import { cutTo, wrapped } from '../table.ts';

const INDENT = 8;
/** A policy can be a page long, and is known to who wrote it. */
const LONGEST_VALUE = 100;

/** What of a page's headers and cookies is weaker than the defaults, for people. */
export function weaknessesText(url: URL, found: readonly Weakness[]): string {
  if (found.length === 0) return `${url.href}: nothing is weaker than the defaults.\n`;
  const texts = found.map(({ severity, what, found: value, why, fix }) =>
    [
      `${severityMark(severity)}  ${visibleText(what)}: ${cutTo(visibleText(value), LONGEST_VALUE)}\n`,
      wrapped(why, INDENT),
      wrapped(fix, INDENT),
    ].join(''),
  );
  const count = found.length === 1 ? '1 weakness' : `${found.length} weaknesses`;
  return `${texts.join('')}\n${url.href}: ${count}\n`;
}

/** A page may have any number of them; `--json` has all. */
const MOST_LINES = 50;

const KINDS: Readonly<Record<PageBlock['kind'], string>> = {
  script: 'script without the nonce',
  style: 'style without the nonce',
  handler: 'code in an attribute',
  'style-attribute': 'styles in an attribute',
  'javascript-url': 'code in a URL',
};

/** What of a page's markup the strict policy does not let run, with what lets it. */
export function markupText(blocked: readonly PageBlock[]): string {
  if (blocked.length === 0) return '';
  const lines = blocked
    .slice(0, MOST_LINES)
    .map(
      ({ kind, line, what }) =>
        `  line ${String(line).padStart(4)}  ${KINDS[kind]}: ${cutTo(visibleText(what), LONGEST_VALUE)}\n`,
    );
  return `\nThe strict policy blocks this:\n${lines.join('')}${moreText(blocked.length)}${adviceText(blocked)}`;
}

function moreText(count: number): string {
  return count > MOST_LINES ? `  and ${count - MOST_LINES} more\n` : '';
}

function adviceText(blocked: readonly PageBlock[]): string {
  const hashes = new Map<string, Set<string>>();
  for (const { setting, hash } of blocked) {
    if (hash === '') continue;
    hashes.set(setting, (hashes.get(setting) ?? new Set()).add(hash));
  }
  const options = [...hashes].map(
    ([setting, all]) =>
      `  ${setting}: [\n${[...all].map((hash) => `    "${hash}",\n`).join('')}  ]\n`,
  );
  return [
    'Give scripts and styles the nonce, res.locals.nonce; builtPage() of @emas/page does it for a built page.\n',
    blocked.some(({ remedy }) => remedy === 'rewrite')
      ? 'Move code and styles from attributes into files.\n'
      : '',
    options.length === 0 ? '' : `If the page stays a static file, allow its inline code by hash:\n`,
    ...options,
  ].join('');
}
