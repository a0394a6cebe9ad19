import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ROOT, filesBelow, readText } from './project-files.ts';

const DOCUMENTS = filesBelow('.').filter((file) => file.endsWith('.md'));
const OUR_PATH = /`((?:packages|dashboards|examples|test|docs|\.ci)\/[\w./-]+)`/g;
const LINK = /\]\((?!https?:)([^)#\s]+)/g;

test.each(DOCUMENTS)('%s names only files that exist', (document) => {
  const text = readText(document);
  const named = [...text.matchAll(OUR_PATH)].map(([, path = '']) => path);
  const linked = [...text.matchAll(LINK)].map(([, path = '']) => join(dirname(document), path));
  const missing = [...named, ...linked].filter(
    (path) => !path.includes('NAME') && !existsSync(join(ROOT, path)),
  );
  expect(missing).toEqual([]);
});
