import { extname, posix } from 'node:path';
import type { AppFolder } from './app-folder.ts';

/** The file in which an app makes its Express. */
export interface EntryFile {
  /** Below the app's folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

const FOLDERS = ['src/', ''];
const NAMES = ['app', 'server', 'index', 'main'];
const ENDS = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'];
const USUAL = FOLDERS.flatMap((folder) =>
  NAMES.flatMap((name) => ENDS.map((end) => `${folder}${name}.${end}`)),
);
const MAKES_APP = /\bexpress\s*\(\s*\)/;

/** The first of the likely files that makes an app; without one, the first that is there. */
export function findEntry(folder: AppFolder): EntryFile | undefined {
  const { main = '', scripts = {} } = folder.manifest ?? {};
  const started = ['dev', 'start'].flatMap((name) => filesOf(scripts[name] ?? ''));
  const likely = [...started, main, ...USUAL]
    .map((path) => posix.normalize(path.replaceAll('\\', '/')))
    .filter(isSource);
  const found = [...new Set(likely)].flatMap((path) => {
    const text = folder.textOf(path);
    return text === undefined ? [] : [{ path, text }];
  });
  return found.find(({ text }) => MAKES_APP.test(text)) ?? found[0];
}

/** `src/app.ts` of `tsx watch src/app.ts`. */
function filesOf(script: string): string[] {
  return script.split(/\s+/).filter((word) => /^[\w./-]+\.[cm]?[jt]s$/.test(word));
}

/** What a compiler wrote is no place for a line. */
function isSource(path: string): boolean {
  return (
    !path.startsWith('..') &&
    /^\.[cm]?[jt]s$/.test(extname(path)) &&
    !/^(?:dist|build|out)\//.test(path)
  );
}

/** Whether the app mounts the suite already, itself or by a file of ours beside the entry. */
export function isMounted(entry: EntryFile | undefined): boolean {
  return /['"](?:@emas\/suite|\.\/emas(?:-suite)?(?:\.\w+)?)['"]/.test(entry?.text ?? '');
}

/** The name that the app has in its entry, and the line in which it is made, from 1. */
export function appIn({
  text,
}: EntryFile): { readonly name: string; readonly line: number } | undefined {
  const found = /^.*\b(?:const|let|var)\s+(\w+)[^=\n]*=\s*express\s*\(\s*\)/m.exec(text);
  const [, name] = found ?? [];
  if (found === null || name === undefined) return undefined;
  return { name, line: text.slice(0, found.index).split('\n').length };
}
