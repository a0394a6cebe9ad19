import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { faultOf, lockedPackages, renderTable } from './licences.js';

function faultOfLicence(licence: string, production = true): string | undefined {
  return faultOf({ name: 'some-package', version: '1.0.0', licence, production });
}

describe('a licence', () => {
  test.each([
    'MIT',
    'ISC',
    'MPL-2.0',
    'BSD',
    '(MIT OR Apache-2.0)',
    '(MIT AND Zlib)',
    'AGPL-3.0-only OR MIT',
    '(GPL-2.0-only OR (MIT AND ISC))',
  ])('%s passes', (licence) => {
    expect(faultOfLicence(licence)).toBeUndefined();
  });

  test.each([
    'AGPL-3.0',
    'AGPL-3.0-or-later',
    'GPL-2.0-only',
    'GPL-3.0',
    'MIT AND GPL-3.0-only',
    '(AGPL-3.0-only OR GPL-3.0-only)',
    '(MIT OR ISC) AND AGPL-3.0-only',
  ])('%s is refused, in production and as a tool', (licence) => {
    expect(faultOfLicence(licence, true)).toContain('copyleft');
    expect(faultOfLicence(licence, false)).toContain('copyleft');
  });

  test.each(['', 'UNLICENSED', 'SEE LICENSE IN LICENSE.txt', 'MIT OR', '(MIT', 'Custom-1.0'])(
    'nobody knows what "%s" asks',
    (licence) => {
      expect(faultOfLicence(licence)).toMatch(/names no licence|not a known licence/);
    },
  );

  test('LGPL is refused where it is all there is, in production', () => {
    expect(faultOfLicence('LGPL-3.0-only')).toBe('LGPL-3.0-only in production');
    expect(faultOfLicence('LGPL-3.0-only', false)).toBeUndefined();
    expect(faultOfLicence('LGPL-3.0-only OR MIT')).toBeUndefined();
  });
});

describe('ua-parser-js', () => {
  const agent = { name: 'ua-parser-js', licence: 'MIT', production: true };

  test('1.x passes', () => {
    expect(faultOf({ ...agent, version: '1.0.41' })).toBeUndefined();
  });

  test('2.x is refused by name, whatever licence it claims', () => {
    expect(faultOf({ ...agent, version: '2.0.3' })).toContain('AGPL');
    expect(faultOf({ ...agent, version: '10.0.0', production: false })).toContain('AGPL');
  });
});

describe('the lock file', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'emas-licences-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function plant(packages: Record<string, object>): void {
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
  }

  function refused(): string[] {
    return lockedPackages(folder)
      .filter((entry) => faultOf(entry) !== undefined)
      .map(({ name }) => name);
  }

  test('a planted AGPL package is found, however deep it lies', () => {
    plant({
      '': { name: 'app' },
      'node_modules/good': { version: '1.0.0', license: 'MIT' },
      'node_modules/good/node_modules/@planted/bad': { version: '1.0.0', license: 'AGPL-3.0-only' },
      'packages/own': { version: '1.0.0' },
      'node_modules/own': { resolved: 'packages/own', link: true },
    });
    expect(refused()).toEqual(['@planted/bad']);
  });

  test('ua-parser-js 2 is found behind an alias', () => {
    plant({
      'node_modules/agents': { name: 'ua-parser-js', version: '2.0.0', license: 'MIT' },
    });
    expect(refused()).toEqual(['ua-parser-js']);
  });

  test('an installed package is believed before the lock file', () => {
    mkdirSync(join(folder, 'node_modules/turncoat'), { recursive: true });
    writeFileSync(
      join(folder, 'node_modules/turncoat/package.json'),
      JSON.stringify({ licenses: [{ type: 'AGPL-3.0' }] }),
    );
    plant({ 'node_modules/turncoat': { version: '1.0.0', license: 'MIT' } });
    expect(refused()).toEqual(['turncoat']);
  });

  test('the table counts production and development apart', () => {
    plant({
      'node_modules/one': { version: '1.0.0', license: 'MIT' },
      'node_modules/two': { version: '1.0.0', license: 'MIT', dev: true },
      'node_modules/three': { version: '1.0.0', license: 'MIT', devOptional: true },
    });
    expect(renderTable(lockedPackages(folder))).toMatch(/^MIT +2 +1$/m);
  });
});
