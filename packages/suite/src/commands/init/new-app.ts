import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { MANIFEST } from '../../own-files.ts';
import { loadLine } from './load-line.ts';

/** What a new app is written in. */
export interface NewAppKind {
  readonly isTypeScript: boolean;
  readonly isCommonJs: boolean;
}

/** Files of a new app, by name; the one that makes it an app comes last. */
export function newAppFiles(
  folder: string,
  kind: NewAppKind,
): readonly (readonly [string, string])[] {
  const { isTypeScript } = kind;
  return [
    [isTypeScript ? 'app.ts' : 'app.js', appText(kind)],
    ...(isTypeScript ? [['tsconfig.json', jsonFile(TSCONFIG)] as const] : []),
    ['package.json', jsonFile(manifestFor(folder, kind))],
  ];
}

/** Strict from the beginning: there is nothing yet that could break. */
function appText({ isTypeScript, isCommonJs }: NewAppKind): string {
  const isModule = isTypeScript || !isCommonJs;
  const imports = [
    loadLine('express', 'express', isModule),
    loadLine('{ suite }', '@emas/suite', isModule),
  ].join('\n');
  return `${imports}

const app = express();
const emas = suite();
emas.mount(app);

app.get('/', (_req, res) => {
  res.send('<h1>Welcome</h1>');
});

app.listen(Number(process.env${isTypeScript ? "['PORT']" : '.PORT'} ?? 3000));
`;
}

const TSCONFIG = {
  compilerOptions: {
    target: 'es2022',
    module: 'nodenext',
    strict: true,
    skipLibCheck: true,
    esModuleInterop: true,
    types: ['node'],
    rootDir: '.',
    outDir: 'dist',
  },
  include: ['*.ts'],
};

function manifestFor(folder: string, { isTypeScript, isCommonJs }: NewAppKind): object {
  const start = `node --env-file=.env ${isTypeScript ? 'dist/app.js' : 'app.js'}`;
  return {
    name: nameFor(folder),
    version: '0.1.0',
    private: true,
    type: isCommonJs ? 'commonjs' : 'module',
    scripts: isTypeScript ? { build: 'tsc', start: `npm run build && ${start}` } : { start },
    dependencies: { '@emas/suite': `^${ownVersion()}`, express: '^5.0.0' },
    ...(isTypeScript
      ? {
          devDependencies: {
            '@types/express': '^5.0.0',
            '@types/node': '^20.0.0',
            typescript: '^7.0.0',
          },
        }
      : {}),
    engines: { node: '>=20.19' },
  };
}

/** A name that npm takes, of a folder that may have any. */
function nameFor(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'app' : name;
}

function ownVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(MANIFEST, 'utf8'));
  const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isManifest ? String(manifest.version) : '0.1.0';
}

function jsonFile(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
