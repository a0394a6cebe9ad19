import { execFileSync } from 'node:child_process';
import { isAbsolute, posix } from 'node:path';
import { EmasError } from '@emas/errors';
import { AppFolder } from './app-folder.ts';
import { findEntry, isMounted } from './entry-file.ts';
import type { EntryFile } from './entry-file.ts';
import { envLinesFor } from './env-lines.ts';
import type { NewSecret } from './env-lines.ts';
import { missingIgnores } from './ignored-lines.ts';
import { mountFileFor } from './mount-file.ts';
import type { LineToAdd } from './mount-file.ts';
import { newAppFiles } from './new-app.ts';
import type { NewAppKind } from './new-app.ts';
import { installFor } from './install-lines.ts';

/** What is done to one file. */
export interface FileChange {
  /** Below the folder. */
  readonly path: string;
  readonly does: 'create' | 'append' | 'keep';
  /** What is written. */
  readonly text: string;
  /** Secrets in the text. */
  readonly secrets: readonly NewSecret[];
}

/** All that is to be done, before any of it is. */
export interface InitPlan {
  readonly folder: string;
  readonly kind: 'new' | 'existing';
  /** In the order in which they are written: what keeps secrets out of a repository comes first. */
  readonly files: readonly FileChange[];
  /** The file that makes the Express app, where it was found. */
  readonly entry: string | undefined;
  /** What is to be added to it by hand; nothing where it mounts the suite. */
  readonly lines: readonly LineToAdd[];
  readonly install: readonly string[];
  /** How the app is started with its `.env`. */
  readonly start: string;
}

/**
 * Looks at a folder and says what an app with the suite lacks in it.
 *
 * @throws EmasError `ERR_EMAS_INIT_FOLDER`, `ERR_EMAS_INIT_PACKAGE`, `ERR_EMAS_INIT_FILE`,
 * `ERR_EMAS_INIT_TRACKED` where git has the `.env` that secrets would go into.
 */
export function planFor(path: string, wanted: NewAppKind): InitPlan {
  const folder = new AppFolder(path);
  const entry = findEntry(folder);
  // A run that was broken off left an app without a package.json.
  const isNew = folder.manifest === undefined ? isMounted(entry) || !folder.isApp : !folder.isApp;
  const kind = kindOf(folder, wanted);
  const shared = sharedFiles(folder, isNew ? kind : undefined);
  const own = isNew ? newApp(folder, kind) : existingApp(folder, entry);
  return {
    folder: path,
    kind: isNew ? 'new' : 'existing',
    files: [...shared, ...own.files],
    entry: isNew ? undefined : entry?.path,
    lines: own.lines,
    install: installFor(folder, isNew && kind.isTypeScript),
    start: startOf(folder, own.files, entry),
  };
}

/** `.gitignore` and `.env`, of a new app and of any other. */
function sharedFiles(folder: AppFolder, newKind: NewAppKind | undefined): FileChange[] {
  const { data, missing } = envLinesFor(folder);
  if (missing.length > 0) refuseTracked(folder);
  const ignored = [
    '.env',
    ...(isInside(data) ? [`${posix.normalize(data).replace(/\/$/, '')}/`] : []),
    ...(newKind === undefined ? [] : ['node_modules/']),
    ...(newKind?.isTypeScript === true ? ['dist/'] : []),
  ];
  const ignores = missingIgnores(folder.textOf('.gitignore') ?? '', ignored);
  const secrets = missing.map(({ name, value }) => `${name}=${value}`);
  return [addition(folder, '.gitignore', ignores, []), addition(folder, '.env', secrets, missing)];
}

/** `npm install @emas/suite`, and so the command itself, leaves a package.json of few words. */
function kindOf({ manifest, isTypeScript }: AppFolder, wanted: NewAppKind): NewAppKind {
  return {
    isTypeScript: wanted.isTypeScript || isTypeScript,
    isCommonJs: manifest === undefined ? wanted.isCommonJs : manifest.type !== 'module',
  };
}

/** How the app reads its `.env`: by Node.js, which needs no package for it. */
function startOf(
  folder: AppFolder,
  files: readonly FileChange[],
  entry: EntryFile | undefined,
): string {
  const { manifest } = folder;
  if (manifest === undefined || /--env-file/.test(manifest.scripts['start'] ?? ''))
    return 'npm start';
  const own = files.find(({ path }) => /^app\.[jt]s$/.test(path))?.path;
  const program = entry?.path ?? own ?? 'app.js';
  const node = 'node --env-file=.env';
  if (!program.endsWith('ts')) return `${node} ${program}`;
  if (folder.dependsOn('tsx')) return `${node} --import tsx ${program}`;
  return `${node} ${manifest.main ?? program}`;
}

type OwnFiles = Pick<InitPlan, 'files' | 'lines'>;

function newApp(folder: AppFolder, kind: NewAppKind): OwnFiles {
  const files = newAppFiles(folder.path, kind).map(([path, text]) => ({
    path,
    does: folder.has(path) ? ('keep' as const) : ('create' as const),
    text,
    secrets: [],
  }));
  return { files, lines: [] };
}

function existingApp(folder: AppFolder, entry: EntryFile | undefined): OwnFiles {
  if (isMounted(entry)) return { files: [], lines: [] };
  const { path, text, isThere, lines } = mountFileFor(folder, entry);
  return { files: [{ path, does: isThere ? 'keep' : 'create', text, secrets: [] }], lines };
}

/** Lines at the end of a file, which may be missing. */
function addition(
  folder: AppFolder,
  path: string,
  lines: readonly string[],
  secrets: readonly NewSecret[],
): FileChange {
  const before = folder.textOf(path);
  const text = lines.map((line) => `${line}\n`).join('');
  if (lines.length === 0) return { path, does: 'keep', text: '', secrets };
  if (before === undefined) return { path, does: 'create', text, secrets };
  const isOpen = before !== '' && !before.endsWith('\n');
  return { path, does: 'append', text: isOpen ? `\n${text}` : text, secrets };
}

function isInside(data: string): boolean {
  return !isAbsolute(data) && !posix.normalize(data).startsWith('..');
}

/** A secret in a file that git tracks would be in the next commit, even if `.gitignore` lists it. */
function refuseTracked({ path }: AppFolder): void {
  try {
    execFileSync('git', ['ls-files', '--error-unmatch', '.env'], { cwd: path, stdio: 'ignore' });
  } catch {
    // Not tracked, no repository, or no git: then nothing can commit it.
    return;
  }
  throw new EmasError('ERR_EMAS_INIT_TRACKED', 'Git tracks .env: the secrets would be committed.', {
    help: 'Run git rm --cached .env and commit that; then run the same command again.',
  });
}
