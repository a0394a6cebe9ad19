import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PAGES } from '../../dashboards/pages/page-list.ts';
import { PAGE_LANGUAGES } from '@emas/page';
import { ROOT } from './project-files.ts';

/*
 * A closed list has one home. To show it, each gets an imaginary entry in a copy of the sources, and the
 * compiler names every other place that has to know it.
 */

interface ClosedList {
  /** The file of its union, and the member that the imaginary one follows. */
  readonly home: string;
  readonly after: string;
  readonly entry: string;
  /** Where the compiler says that it is missing. */
  readonly places: readonly string[];
  /** Named as well, as long as one of the places lacks it. */
  readonly followers?: readonly string[];
}

const TRAFFIC_WORDS = ['dashboards/pages/traffic/words/en.ts'];

const LISTS: readonly ClosedList[] = [
  {
    home: 'packages/page/src/page-language.ts',
    after: "'en' | 'ms'",
    entry: 'imaginary_language',
    places: [
      'packages/page/src/page-language.ts',
      'packages/page/src/refusal.ts',
      'packages/consent/src/words/words.ts',
      'packages/consent/src/form/refuse.ts',
      'packages/session/src/refusal-words.ts',
      'packages/hardening/src/problem.ts',
      'packages/deprecation/src/problem.ts',
      'packages/logging/src/errors/error-page.ts',
      'packages/login-guard/src/refusal-page.ts',
      'packages/captcha/src/widget/texts.ts',
      'packages/privacy/src/words/words.ts',
      'packages/privacy/src/document/notice.ts',
      'packages/privacy/src/document/place-text.ts',
      'packages/suite/src/commands/breach/words.ts',
      'packages/suite/src/commands/subject/erasure-summary.ts',
      'packages/suite/src/commands/subject/places-text.ts',
      'packages/suite/src/commands/subject/summary.ts',
      'dashboards/pages/page-list.ts',
      'dashboards/frame/server/refusal-words.ts',
    ],
  },
  {
    home: 'packages/captcha/src/providers/provider-table.ts',
    after: "'hcaptcha'",
    entry: 'imaginary_provider',
    places: ['packages/captcha/src/providers/provider-table.ts'],
  },
  {
    home: 'packages/analytics/src/source/channels.ts',
    after: "'Unassigned'",
    entry: 'imaginary_channel',
    places: [...TRAFFIC_WORDS, 'dashboards/pages/traffic/words/ms.ts'],
  },
  {
    home: 'packages/analytics/src/hit.ts',
    after: "'spam'",
    entry: 'imaginary_left_out',
    places: TRAFFIC_WORDS,
  },
  {
    home: 'packages/request-context/src/client.ts',
    after: "'other'",
    entry: 'imaginary_device',
    places: TRAFFIC_WORDS,
  },
  {
    home: 'packages/session/src/stores/record-store.ts',
    after: "'capacity'",
    entry: 'imaginary_end',
    places: ['packages/session/src/stores/record-store.ts'],
  },
  {
    home: 'packages/login-guard/src/incident.ts',
    after: "'widespread'",
    entry: 'imaginary_pattern',
    places: [
      'packages/login-guard/src/incident.ts',
      'packages/suite/src/commands/logins/analysis-text.ts',
      'dashboards/pages/security/words/incidents/en.ts',
    ],
    followers: ['block-form', 'incident-evidence', 'incident-item'].map(
      (view) => `dashboards/pages/security/web/${view}.tsx`,
    ),
  },
];

let folder = '';
let errors = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'emas-lists-'));
  const isSource = (path: string): boolean => !/^(?:node_modules|dist)$/.test(basename(path));
  for (const part of ['packages', 'dashboards', 'tsconfig.base.json']) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true, filter: isSource });
  }
  for (const part of ['.', 'dashboards', ...filesIn('packages')]) {
    const modules = join(ROOT, part, 'node_modules');
    if (existsSync(modules)) symlinkSync(modules, join(folder, part, 'node_modules'));
  }
  for (const { home, after, entry } of LISTS) {
    const path = join(folder, home);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace(`${after};`, `${after} | '${entry}';`));
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(CONFIG));
  errors = errorsOf(folder);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function filesIn(part: string): string[] {
  return readdirSync(join(ROOT, part)).map((name) => `${part}/${name}`);
}

const CONFIG = {
  extends: './tsconfig.base.json',
  compilerOptions: {
    composite: false,
    declaration: false,
    declarationMap: false,
    emitDeclarationOnly: false,
    isolatedDeclarations: false,
    noEmit: true,
    lib: ['ES2023', 'ES2024.String', 'DOM', 'DOM.Iterable'],
    module: 'ESNext',
    moduleResolution: 'bundler',
    jsx: 'react-jsx',
    jsxImportSource: 'preact',
    types: ['node', 'vite/client'],
    paths: {
      '@emas/dashboards': ['./dashboards/index.ts'],
      '@emas/*/internal': ['./packages/*/src/internal.ts'],
      '@emas/*': ['./packages/*/src/index.ts'],
    },
  },
  include: [
    'packages/*/src',
    'dashboards/*.ts',
    'dashboards/frame',
    'dashboards/drawings',
    'dashboards/pages',
  ],
  exclude: ['dashboards/vite.config.ts'],
};

function errorsOf(project: string): string {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  try {
    return execFileSync(process.execPath, [tsc, '-p', project, '--pretty', 'false'], {
      cwd: project,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
  } catch (error) {
    return String(Reflect.get(Object(error), 'stdout'));
  }
}

/** Files of the errors that name an entry. */
function placesOf(entry: string): string[] {
  const found = errors
    .split(/\n(?=\S)/)
    .filter((error) => error.includes(entry))
    .map((error) => error.replace(/\([^]*/, ''));
  return [...new Set(found)].toSorted();
}

test.each(LISTS)('a new entry in $home does not compile until all places know it', (list) => {
  expect(placesOf(list.entry)).toEqual([...list.places, ...(list.followers ?? [])].toSorted());
});

const SAID = ['dashboards/frame', ...PAGES.map(({ name }) => `dashboards/pages/${name}`)];
test.each(SAID)('%s has words in every language, and in no other', (said) => {
  const files = filesIn(`${said}/words`).filter((path) => path.endsWith('.ts'));
  expect(files.toSorted()).toEqual(
    PAGE_LANGUAGES.map((language) => `${said}/words/${language}.ts`).toSorted(),
  );
});

test('nothing else fails to compile', () => {
  const others = errors
    .split(/\n(?=\S)/)
    .filter((error) => error.trim() !== '' && !LISTS.some(({ entry }) => error.includes(entry)));
  expect(others).toEqual([]);
});
