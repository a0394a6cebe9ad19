import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the app says of itself in the `package.json` of the folder that it is started in. */
export interface OwnPackage {
  readonly name: string;
  readonly version: string;
  /** `package-lock.json` beside it, where there is one. */
  readonly lockFile: string | undefined;
}

/** A scope does not belong into names of figures: `@e-mas/portal` is `portal`. */
export function ownPackage(folder: string): OwnPackage {
  const manifest = manifestOf(join(folder, 'package.json'));
  const lockFile = join(folder, 'package-lock.json');
  const text = (key: string): string => {
    const value: unknown = Reflect.get(manifest, key);
    return typeof value === 'string' ? value : '';
  };
  return {
    name: text('name').replace(/^@[^/]*\//, '') || 'app',
    version: text('version') || '0.0.0',
    lockFile: existsSync(lockFile) ? lockFile : undefined,
  };
}

/** An app without one has defaults. */
function manifestOf(path: string): object {
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof manifest === 'object' && manifest !== null ? manifest : {};
  } catch {
    // Not there, or not JSON: npm tells of the latter.
    return {};
  }
}
