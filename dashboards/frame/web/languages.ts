import type { Language } from '../contract.ts';
import type { Texts } from '../words/en.ts';

/**
 * What is said in each language, by the file that says it: `../words/LANGUAGE.ts`. The build finds the files,
 * so that a language is added as a file for each page, and a page carries its own words only.
 */
export type WordFiles<Words> = Readonly<Record<string, Words>>;

const FRAME: WordFiles<Texts> = import.meta.glob<Texts>('../words/*.ts', {
  eager: true,
  import: 'words',
});

/** @throws Error where the language has no file. */
export function wordsIn<Words>(files: WordFiles<Words>, language: Language): Words {
  const words = files[`../words/${language}.ts`];
  if (words === undefined) throw new Error(`no words in the language ${language}`);
  return words;
}

export function frameWords(language: Language): Texts {
  return wordsIn(FRAME, language);
}
