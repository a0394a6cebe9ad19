import { readFileSync } from 'node:fs';
import { SOURCES } from '../own-files.ts';
import { withoutCountry } from './country-suffix.ts';

/** What a host is, as GA4's default channel groups sort them, and AI assistants and web mail besides. */
export type SourceCategory = 'search' | 'social' | 'video' | 'shopping' | 'assistant' | 'email';

/** A source's name, and what it is. */
export interface KnownSource {
  readonly name: string;
  readonly category: SourceCategory;
}

interface SourceTable {
  /** Hosts that stand for themselves alone: `=google.{}`. */
  readonly exact: ReadonlyMap<string, KnownSource>;
  /** Hosts with everything below them: `facebook.com`. */
  readonly hosts: ReadonlyMap<string, KnownSource>;
  /** Values of `utm_source` that are no hosts: `google`. Never compared with a referrer. */
  readonly words: ReadonlyMap<string, KnownSource>;
}

/** One file each: `sources/search.txt`. Where two files have the same host, the later one counts. */
const CATEGORIES: readonly SourceCategory[] = [
  ...(['search', 'social', 'video', 'shopping', 'email', 'assistant'] as const),
];

let table: SourceTable | undefined;

/** Read with the first question: the start of an app does not wait for it. */
function sourceTable(): SourceTable {
  table ??= readTable();
  return table;
}

/**
 * A line is `NAME: TOKEN TOKEN …`. A token with a dot is a host with everything below it, with `=` in front the
 * host alone; `{}` at its end is `com` or a country's suffix. A token without a dot is a value of `utm_source`.
 */
function readTable(): SourceTable {
  const exact = new Map<string, KnownSource>();
  const hosts = new Map<string, KnownSource>();
  const words = new Map<string, KnownSource>();
  for (const category of CATEGORIES) {
    for (const line of listedLines(category)) {
      const split = line.lastIndexOf(': ');
      const known: KnownSource = { name: line.slice(0, split), category };
      for (const token of line.slice(split + 2).split(' ')) {
        if (token.startsWith('=')) exact.set(token.slice(1), known);
        else (token.includes('.') ? hosts : words).set(token, known);
      }
    }
  }
  return { exact, hosts, words };
}

/**
 * The lines of `sources/NAME.txt` without comments. Each is decoded by itself: V8 gives two bytes to every
 * character of a text that has a wide one, of its parts, and of all that they are put into.
 */
export function listedLines(name: string): string[] {
  return readFileSync(new URL(`${name}.txt`, SOURCES), 'latin1')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => Buffer.from(line, 'latin1').toString());
}

/** The source that a campaign names: a word, or a host. */
export function sourceOfWord(word: string): KnownSource | undefined {
  return sourceTable().words.get(word) ?? sourceOfHost(word);
}

/**
 * The source that a host belongs to: by itself, then by its parents, by whole labels. Never by a part of a label:
 * `notgoogle.com` and `blog.google` are not Google.
 */
export function sourceOfHost(host: string): KnownSource | undefined {
  const { exact, hosts } = sourceTable();
  // The mobile site of a host is that host.
  const plain = host.replace(/^(?:www|m|mobile)\./, '');
  const itself = exact.get(host) ?? exact.get(plain) ?? exact.get(withoutCountry(plain));
  if (itself !== undefined) return itself;
  for (let rest = host; rest.includes('.'); rest = rest.slice(rest.indexOf('.') + 1)) {
    const known = hosts.get(rest) ?? hosts.get(withoutCountry(rest));
    if (known !== undefined) return known;
  }
  return undefined;
}
