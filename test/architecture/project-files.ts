import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT: string = fileURLToPath(new URL('../../', import.meta.url));

/** What is made, fetched or kept by the machine, not written. */
const NOT_OURS = new Set(['node_modules', 'dist', '.git', '.cache', '.nx', 'coverage']);

/** One workspace package. */
export interface Workspace {
  /** `packages/analytics`. */
  readonly folder: string;
  /** `analytics`, `dashboards`, `example-portal`: its name without the scope. */
  readonly name: string;
  readonly manifest: Manifest;
}

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Every package of the house, in `packages/`, `dashboards/` and `examples/`. */
export function workspaces(): Workspace[] {
  const inFolder = (folder: string): string[] =>
    readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`);
  return [...inFolder('packages'), 'dashboards', ...inFolder('examples')]
    .filter((folder) => existsSync(join(ROOT, folder, 'package.json')))
    .map((folder) => {
      const manifest = JSON.parse(readText(`${folder}/package.json`)) as Manifest;
      return { folder, name: manifest.name.replace('@emas/', ''), manifest };
    });
}

/** The files that people wrote, by their paths from the root, with `/` on every system. */
export function filesBelow(folder: string): string[] {
  const start = join(ROOT, folder);
  if (!existsSync(start)) return [];
  return readdirSync(start, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return [];
    const path = relative(ROOT, join(start, entry.name)).split(sep).join('/');
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}
