import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { sourceOf } from '../src/source/classify.ts';
import { GOOGLE_SUFFIXES } from './country-suffixes.ts';

interface Entry {
  readonly name: string;
  readonly host: string;
}

/** The lists, read by other code than the product's: each host, with all suffixes where it has a country's. */
function published(file: string): Entry[] {
  const text = readFileSync(new URL(`../sources/${file}.txt`, import.meta.url), 'utf8');
  const entries: Entry[] = [];
  for (const line of text.split('\n')) {
    const [, name, tokens] = /^([^#].*): (.+)$/.exec(line) ?? [];
    for (const token of tokens?.split(' ') ?? []) {
      const host = token.replace('=', '');
      if (!host.includes('.')) continue;
      const suffixes = host.endsWith('{}') ? GOOGLE_SUFFIXES.filter((one) => one !== 'cat') : [''];
      for (const suffix of suffixes)
        entries.push({ name: name ?? '', host: host.replace('{}', suffix) });
    }
  }
  return entries;
}

const channelOf = (referrer: string): string =>
  sourceOf({ referrer, utm_source: '', utm_medium: '' }).channel;

describe('the published lists', () => {
  it.each([
    ['search', 'Organic Search', 1000],
    ['social', 'Organic Social', 250],
    ['video', 'Organic Video', 25],
    ['shopping', 'Organic Shopping', 500],
    ['email', 'Email', 200],
    ['assistant', 'AI Assistants', 60],
  ])('of %s are known under %s, in every country', (file, channel, least) => {
    const entries = published(file);
    expect(entries.length).toBeGreaterThan(least);
    const wrong = entries.filter(({ name, host }) => {
      const source = sourceOf({ referrer: host, utm_source: '', utm_medium: '' });
      return source.channel !== channel || source.source !== name;
    });
    expect(wrong).toEqual([]);
  });

  it.each(['google', 'www.google', 'm.google', 'images.google', 'scholar.google'])(
    "%s is Google's search under each suffix that Google lists",
    (start) => {
      const suffixes = GOOGLE_SUFFIXES.filter((one) => one !== 'cat' || start === 'google');
      expect(
        suffixes.filter((suffix) => channelOf(`${start}.${suffix}`) !== 'Organic Search'),
      ).toEqual([]);
    },
  );

  it('hold each host and each word once', () => {
    const tokens = ['search', 'social', 'video', 'shopping', 'email', 'assistant'].flatMap((file) =>
      readFileSync(new URL(`../sources/${file}.txt`, import.meta.url), 'utf8')
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'))
        .flatMap((line) => line.slice(line.lastIndexOf(': ') + 2).split(' ')),
    );
    expect(tokens.filter((token, index) => tokens.indexOf(token) !== index)).toEqual([]);
    expect(tokens.filter((token) => token !== token.toLowerCase() || token === '')).toEqual([]);
  });
});
