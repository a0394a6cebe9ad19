import { createHash } from 'node:crypto';
import { readMarkup } from '@emas/page';
import type { MarkupPart } from '@emas/page';
import type { Remedy } from '../reports/allowed-by.ts';

/** Something on a page that a strict policy does not let run. */
export interface PageBlock {
  readonly kind: Exclude<MarkupPart['kind'], 'preload' | 'meta'>;
  /** Of the page's text; the first is 1. */
  readonly line: number;
  /** How it begins, or the address of its file. */
  readonly what: string;
  readonly remedy: Remedy;
  /** The option that takes its hash; '' where none does. */
  readonly setting: string;
  /** `'sha256-…'`, of what is inline; '' of the rest. */
  readonly hash: string;
}

const LONGEST = 60;

/**
 * What of a page's markup the strict policy stops.
 *
 * @param policy The page's own, enforced or reported, whose nonce and hashes let pass; '' without one.
 */
export function blockedOnPage(html: string, policy: string): readonly PageBlock[] {
  const sources = new Set(policy.split(/[\s;]+/));
  return readMarkup(html).parts.flatMap((part) => {
    const { nonce } = part;
    if (nonce !== '' && sources.has(`'nonce-${nonce}'`)) return [];
    const block = blockOf(part);
    return block === undefined || sources.has(block.hash) ? [] : [block];
  });
}

/** @returns Nothing for what the policy lets in by its address. */
function blockOf({ kind, line, source, text }: MarkupPart): PageBlock | undefined {
  if (kind === 'preload' || kind === 'meta') return undefined;
  const hasTag = kind === 'script' || kind === 'style';
  const isInline = hasTag && source === '';
  return {
    kind,
    line,
    what: (source || text).trim().replace(/\s+/g, ' ').slice(0, LONGEST),
    remedy: hasTag ? 'nonce' : 'rewrite',
    setting: isInline ? `hardening.needs.${kind}s` : '',
    hash: isInline ? hashOf(text) : '',
  };
}

/** CSP 3, "hash-source": of the text between the tags, as it stands. */
function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
