import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

interface Locked {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(
  readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'),
) as { readonly packages: Readonly<Record<string, Locked>> };

describe('the lock file', () => {
  it('has every platform’s package, or `npm ci` refuses it: also those this registry lacks', () => {
    const missing = Object.entries(lock.packages).flatMap(
      ([place, { optionalDependencies = {} }]) =>
        Object.keys(optionalDependencies).filter(
          (name) =>
            lock.packages[`node_modules/${name}`] === undefined &&
            lock.packages[`${place}/node_modules/${name}`] === undefined,
        ),
    );
    expect(missing).toEqual([]);
  });

  it('names no registry', () => {
    const addresses = Object.values(lock.packages).filter(({ resolved }) =>
      resolved?.includes('://'),
    );
    expect(addresses).toEqual([]);
  });
});
