import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { figureFiles } from '../bench/figures/document.js';

it('the page of figures and its plots are those of the results that were kept', () => {
  const files = Object.entries<string>(figureFiles());
  expect(files.length).toBeGreaterThan(1);
  for (const [path, text] of files) {
    const found = readFileSync(new URL(`../../docs/${path}`, import.meta.url), 'utf8');
    expect(found).toBe(text);
  }
});
