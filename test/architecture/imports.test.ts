import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { builtinModules } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { importsOf } from './imports-of.ts';
import { ROOT, filesBelow, readText, workspaces } from './project-files.ts';
import type { Workspace } from './project-files.ts';

/** Small modules that know nothing of requests, events or stores: every other package may import them. */
const GROUND: readonly string[] = [
  'errors',
  'warnings',
  'addresses',
  'calendar',
  'log-lines',
  'memoize',
  'processes',
  'random-ids',
  'whole-files',
  'data-map',
  'options',
];

/** Who may import whom, besides the ground. An arrow only ever points to packages named further up. */
const MAY_IMPORT = {
  errors: [],
  warnings: [],
  addresses: [],
  calendar: [],
  'log-lines': ['errors', 'addresses', 'calendar'],
  memoize: [],
  processes: ['errors'],
  'random-ids': [],
  'whole-files': [],
  'data-map': [],
  options: ['errors', 'calendar'],
  page: [],
  events: [],
  'request-context': [],
  clickhouse: [],
  redis: ['events'],
  session: ['page', 'events', 'request-context', 'redis'],
  logging: ['page', 'events', 'request-context', 'clickhouse'],
  'login-guard': ['page', 'events', 'request-context', 'clickhouse', 'redis'],
  deprecation: ['page', 'events', 'request-context'],
  captcha: ['page', 'events', 'request-context', 'redis'],
  hardening: ['page', 'events', 'request-context', 'redis'],
  privacy: ['page', 'events'],
  consent: ['page', 'events', 'request-context', 'clickhouse'],
  analytics: ['request-context', 'clickhouse', 'redis'],
  dashboards: [
    'page',
    'events',
    'request-context',
    'analytics',
    'logging',
    'login-guard',
    'deprecation',
    'hardening',
  ],
  suite: [
    'page',
    'events',
    'request-context',
    'clickhouse',
    'redis',
    'session',
    'logging',
    'login-guard',
    'deprecation',
    'captcha',
    'hardening',
    'consent',
    'privacy',
    'analytics',
    'dashboards',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Examples are apps: they mount the suite, or whichever of its packages they show. */
const EVERYTHING: readonly string[] = Object.keys(MAY_IMPORT);

const HOUSE = workspaces();
const SOURCE_FOLDERS = ['src', 'frame', 'pages', 'bin'];

function allowedFor(name: string): readonly string[] | undefined {
  if (name.startsWith('example-')) return EVERYTHING;
  const known = Object.entries(MAY_IMPORT).find(([own]) => own === name)?.[1];
  return known === undefined || GROUND.includes(name) ? known : [...known, ...GROUND];
}

interface Import {
  readonly file: string;
  readonly from: string;
}

function sourcesOf(workspace: Workspace): string[] {
  return SOURCE_FOLDERS.flatMap((folder) => filesBelow(`${workspace.folder}/${folder}`)).filter(
    // What runs in browsers is bundled when it is built.
    (file) => /\.[jt]sx?$/.test(file) && !/\/(?:web|words)\//.test(file),
  );
}

function ourPackage(from: string): string | undefined {
  return /^@emas\/([^/]+)/.exec(from)?.[1];
}

/** An example may be JavaScript, which runs as it is; a package is always built. */
function isBuilt({ folder, manifest }: Workspace): boolean {
  return manifest.private !== true || existsSync(join(ROOT, folder, 'tsconfig.json'));
}

describe('the table', () => {
  test('names every package of the house', () => {
    const unknown = HOUSE.filter(({ name }) => allowedFor(name) === undefined);
    expect(unknown.map(({ folder }) => folder)).toEqual([]);
  });

  test('has no cycles: packages are only ever allowed what stands further up', () => {
    const order = Object.keys(MAY_IMPORT);
    const upwards = Object.entries(MAY_IMPORT).flatMap(([name, allowed]) =>
      allowed
        .filter((other) => order.indexOf(other) >= order.indexOf(name))
        .map((other) => `${name} → ${other}`),
    );
    expect(upwards).toEqual([]);
  });
});

test('reads every kind of import', () => {
  const own = importsOf('test/architecture/imports.test.ts');
  expect(own).toEqual(expect.arrayContaining(['node:fs', './project-files.ts']));
  const lazy = importsOf('packages/clickhouse/src/engine/chdb.ts');
  expect(lazy).toContain('chdb');
});

describe.each(HOUSE)('$folder', (workspace) => {
  const { folder, name, manifest } = workspace;
  const imports: readonly Import[] = sourcesOf(workspace).flatMap((file) =>
    importsOf(file).map((from) => ({ file, from })),
  );
  const allowed = allowedFor(name) ?? [];

  test('imports only the packages it may', () => {
    const wrong = imports.filter(({ from }) => {
      const other = ourPackage(from);
      return other !== undefined && !allowed.includes(other);
    });
    expect(wrong).toEqual([]);
  });

  test('depends only on the packages it may import', () => {
    const { dependencies, peerDependencies } = manifest;
    const ours = Object.keys({ ...dependencies, ...peerDependencies }).flatMap(
      (dependency) => ourPackage(dependency) ?? [],
    );
    expect(ours.filter((other) => !allowed.includes(other))).toEqual([]);
  });

  test('imports each package that the table names for it', () => {
    if (name.startsWith('example-')) return;
    const named = Object.entries(MAY_IMPORT).find(([own]) => own === name)?.[1] ?? [];
    const used = new Set(imports.map(({ from }) => ourPackage(from)));
    expect(named.filter((other) => !used.has(other))).toEqual([]);
  });

  test('declares what its sources import', () => {
    const declared = { ...manifest.dependencies, ...manifest.peerDependencies };
    const undeclared = imports.filter(({ from }) => {
      if (from.startsWith('.') || from.startsWith('node:')) return false;
      const [scope = '', rest = ''] = from.split('/', 2);
      const dependency = scope.startsWith('@') ? `${scope}/${rest}` : scope;
      return builtinModules.includes(dependency) || !(dependency in declared);
    });
    expect(undeclared).toEqual([]);
  });

  test("reaches into no other package's insides", () => {
    const deep = imports.filter(({ file, from }) => {
      if (!from.startsWith('.')) return /^@emas\/[^/]+\/(?!internal$)/.test(from);
      return !normalize(join(dirname(file), from)).startsWith(`${folder}/`);
    });
    expect(deep).toEqual([]);
  });

  test('builds behind the packages it depends on', () => {
    if (!isBuilt(workspace)) return;
    const config = JSON.parse(readText(`${folder}/tsconfig.json`)) as {
      references?: { path: string }[];
    };
    const built = (config.references ?? []).map(({ path }) => normalize(join(folder, path)));
    const wanted = HOUSE.filter((other) => `@emas/${other.name}` in (manifest.dependencies ?? {}));
    expect(built.toSorted()).toEqual(wanted.map((other) => other.folder).toSorted());
  });
});

describe('the outside of a package', () => {
  const published = HOUSE.filter(({ manifest }) => manifest.private !== true);

  test.each(published)('$folder looks like every other', ({ folder, manifest }) => {
    const sources = folder === 'dashboards' ? ['frame', 'drawings', 'pages'] : ['src'];
    const parts = ['package.json', 'README.md', 'CHANGELOG.md', 'tsconfig.json'];
    const missing = [...parts, ...sources].filter((part) => !existsSync(join(ROOT, folder, part)));
    expect(missing).toEqual([]);
    expect(filesBelow(`${folder}/test`).filter((file) => file.endsWith('.test.ts'))).not.toEqual(
      [],
    );
    const hasInternal = ['src/internal.ts', 'internal.ts'].some((file) =>
      existsSync(join(ROOT, folder, file)),
    );
    expect(Object.keys(manifest.exports ?? {})).toEqual(hasInternal ? ['.', './internal'] : ['.']);
  });

  test('the root builds all of them', () => {
    const config = JSON.parse(readText('tsconfig.json')) as { references: { path: string }[] };
    expect(config.references.map(({ path }) => path).toSorted()).toEqual(
      HOUSE.filter(isBuilt)
        .map(({ folder }) => folder)
        .toSorted(),
    );
  });
});

test('the pages take nothing but types from the server', () => {
  const values = filesBelow('dashboards').filter(
    (file) =>
      /^dashboards\/(?:drawings|(?:frame|pages\/\w+)\/(?:web|words))\/.*\.tsx?$/.test(file) &&
      /^import (?!type )[^;]*?\/(?:server|(?:\w+-)?contract)\b/m.test(readText(file)),
  );
  expect(values).toEqual([]);
});

/** Floors of the dashboard: what lies on one imports only its own and those before it. */
const DASHBOARD_FLOORS = ['frame', 'drawings', 'pages'];

test('a page of the dashboard is built on frame and drawings, and on no other page', () => {
  const place = (file: string): { floor: number; page: string } => {
    const [, floor = '', page = ''] = file.split('/');
    const isPage = floor === 'pages' && file.split('/').length > 3;
    return { floor: DASHBOARD_FLOORS.indexOf(floor), page: isPage ? page : '' };
  };
  const files = DASHBOARD_FLOORS.flatMap((floor) => filesBelow(`dashboards/${floor}`));
  const wrong = files
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) =>
      importsOf(file)
        .filter((from) => from.startsWith('.'))
        .map((from) => ({ file, to: normalize(join(dirname(file), from)) })),
    )
    .filter(({ file, to }) => {
      const [own, other] = [place(file), place(to)];
      const isUp = other.floor === -1 || other.floor > own.floor;
      return isUp || (own.page !== '' && other.floor === own.floor && other.page !== own.page);
    });
  expect(files.length).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});
