import { readFileSync } from 'node:fs';

/** Versions of what is installed, by name; several versions of one package stand together. */
export type PackageVersions = Readonly<Record<string, string>>;

/**
 * The packages of an npm lock file (`package-lock.json`, versions 2 and 3), those for development left
 * out: what the app runs on, the packages under packages included.
 *
 * @throws The system's error, a SyntaxError, or a TypeError that says what is wrong with the file.
 */
export function lockedPackages(path: string): PackageVersions {
  const lock: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const packages = isObject(lock) ? lock['packages'] : undefined;
  if (!isObject(packages)) throw new TypeError('it has no "packages", as npm 7 and later write it');
  const versions = new Map<string, Set<string>>();
  for (const [place, entry] of Object.entries(packages)) {
    const name = nameOf(place);
    if (name === undefined || !isObject(entry) || entry['dev'] === true) continue;
    const { version } = entry;
    if (typeof version !== 'string') continue;
    versions.set(name, (versions.get(name) ?? new Set()).add(version));
  }
  return Object.fromEntries(
    [...versions]
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, found]) => [name, [...found].toSorted().join(', ')]),
  );
}

/** `node_modules/a/node_modules/@b/c` is `@b/c`; a workspace's own folder is no package that was fetched. */
function nameOf(place: string): string | undefined {
  const at = place.lastIndexOf('node_modules/');
  return at === -1 ? undefined : place.slice(at + 'node_modules/'.length);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
