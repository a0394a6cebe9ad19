import { extname, posix } from 'node:path';
import { EmasError } from '@emas/errors';
import type { AppFolder } from './app-folder.ts';
import { appIn } from './entry-file.ts';
import type { EntryFile } from './entry-file.ts';
import { loadLine } from './load-line.ts';
import { softStartFile, softSuite } from './soft-start.ts';

/** A file with the mount, for an app that runs already, and what makes it hold. */
export interface MountFile {
  /** Below the app's folder. */
  readonly path: string;
  readonly text: string;
  /** Whether it is there already. */
  readonly isThere: boolean;
  readonly lines: readonly LineToAdd[];
}

/** A line for the app's entry, and where it belongs. */
export interface LineToAdd {
  readonly text: string;
  readonly where: string;
}

/** Of an app without an entry that was found. */
const SOME_APP = { name: 'app', line: undefined } as const;

/** @throws EmasError `ERR_EMAS_INIT_FILE` where files of the app have both names that it could have. */
export function mountFileFor(folder: AppFolder, entry: EntryFile | undefined): MountFile {
  const end = endOf(folder, entry);
  const isModule = end.includes('t') || isModuleFile(end, folder);
  const place = entry === undefined ? '' : posix.dirname(entry.path);
  const { path, name, isThere } = freeName(folder, place, end);
  const { name: app, line } = (entry === undefined ? undefined : appIn(entry)) ?? SOME_APP;
  const from = `./${name}${importedEnd(folder, entry, end)}`;
  return {
    path,
    text: softStartFile(isModule),
    isThere,
    lines: [
      {
        text: loadLine('{ emas }', from, isModule),
        where: isModule ? 'after the other imports' : 'at the top',
      },
      {
        text: `emas.mount(${app});`,
        where:
          line === undefined
            ? `directly after the line that creates the app, const ${app} = express()`
            : `directly after line ${line}, which creates the app`,
      },
    ],
  };
}

/** As the entry ends, so that both are read in the same way. */
function endOf(folder: AppFolder, entry: EntryFile | undefined): string {
  if (entry !== undefined) return extname(entry.path);
  return folder.isTypeScript ? '.ts' : '.js';
}

function isModuleFile(end: string, { manifest }: AppFolder): boolean {
  return end === '.mjs' || (end === '.js' && manifest?.type === 'module');
}

interface Free {
  readonly path: string;
  readonly name: string;
  readonly isThere: boolean;
}

function freeName(folder: AppFolder, place: string, end: string): Free {
  for (const name of ['emas', 'emas-suite']) {
    const path = posix.join(place, `${name}${end}`);
    const text = folder.textOf(path);
    if (text === undefined) return { path, name, isThere: false };
    if (text.includes('@emas/suite')) return { path, name, isThere: true };
  }
  throw new EmasError(
    'ERR_EMAS_INIT_FILE',
    `The app has files of its own named emas${end} and emas-suite${end}.`,
    { help: `Write ${softSuite} into a file of your own, and mount it: docs/mounting.md.` },
  );
}

/** TypeScript is imported in three ways: as the entry does it, else as the compiler's settings want it. */
function importedEnd(folder: AppFolder, entry: EntryFile | undefined, end: string): string {
  if (!end.includes('t')) return end;
  const known = RELATIVE.exec(entry?.text ?? '');
  const used = known === null ? wantedEnd(folder) : (known[1] ?? '');
  if (used === '') return '';
  return used.includes('t') ? end : end.replace('t', 'j');
}

const RELATIVE = /(?:from|import)\s+['"]\.{1,2}\/[^'"]*?(\.[cm]?[jt]s)?['"]/;

function wantedEnd(folder: AppFolder): '.ts' | '.js' | '' {
  const settings = folder.textOf('tsconfig.json');
  // Node.js itself takes the types away, or tsx: both read the file that is named.
  if (settings === undefined) return '.ts';
  if (
    /"(?:allowImportingTsExtensions|rewriteRelativeImportExtensions)"\s*:\s*true/.test(settings)
  ) {
    return '.ts';
  }
  return /"module(?:Resolution)?"\s*:\s*"node(?:16|18|20|next)"/i.test(settings) ? '.js' : '';
}
