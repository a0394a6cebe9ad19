import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const OWN_FOLDER = new URL('../', import.meta.url);
const ROOT_MODULES = fileURLToPath(new URL('../../node_modules', OWN_FOLDER));

/** The three states of the app, in order. */
export const STATES = ['before', 'softly', 'strictly'] as const;
export type State = (typeof STATES)[number];

/** The example's folder, or a copy of it that is like it in all but one thing. */
export interface AppFolder {
  readonly url: URL;
  remove(): void;
}

/** @param manifest What its `package.json` says besides its name. */
export function copyOfApp(manifest: { readonly type: 'commonjs' | 'module' }): AppFolder {
  const outside = mkdtempSync(join(tmpdir(), 'emas-existing-app-'));
  // Looked up from the app's own folder first, and then here.
  symlinkSync(ROOT_MODULES, join(outside, 'node_modules'));
  const folder = join(outside, 'app');
  cpSync(fileURLToPath(new URL('src', OWN_FOLDER)), join(folder, 'src'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'clinic', ...manifest }));
  return {
    url: pathToFileURL(`${folder}/`),
    remove: () => rmSync(outside, { recursive: true, force: true }),
  };
}

/** The same files, for which `express` is Express 4. */
export function appOnExpress4(): AppFolder {
  const app = copyOfApp({ type: 'module' });
  const modules = fileURLToPath(new URL('node_modules', app.url));
  mkdirSync(modules);
  symlinkSync(join(ROOT_MODULES, 'express4'), join(modules, 'express'));
  return app;
}
