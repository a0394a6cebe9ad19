import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createEventBus } from '@emas/events';
import { watchUpdates } from '@emas/logging';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emas-updates-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A start of the app in a version, with packages. @returns What was told. */
function start(version: string, packages?: Readonly<Record<string, object>>): unknown[] {
  const bus = createEventBus();
  const told: unknown[] = [];
  bus.subscribe(({ name, fields }) => told.push([name, fields]));
  const lockFile = join(folder, 'package-lock.json');
  if (packages !== undefined) writeFileSync(lockFile, JSON.stringify({ packages }));
  watchUpdates({ version, file: join(folder, 'logs', 'versions.json'), lockFile, events: bus });
  return told;
}

const PACKAGES = {
  '': { name: 'app', version: '1.0.0' },
  'node_modules/express': { version: '5.2.0' },
  'node_modules/@scope/part': { version: '1.0.0' },
  'node_modules/express/node_modules/debug': { version: '4.0.0' },
  'node_modules/debug': { version: '2.6.9' },
  'node_modules/jest': { version: '30.0.0', dev: true },
  'packages/own': { version: '9.9.9' },
};

it('the first start records what there is, in one line', () => {
  expect(start('1.0.0', PACKAGES)).toEqual([
    ['versions_recorded', { version: '1.0.0', node: process.versions.node, packages: 3 }],
  ]);
});

it('a start with the same versions says nothing', () => {
  start('1.0.0', PACKAGES);
  expect(start('1.0.0', PACKAGES)).toEqual([]);
});

it('each change is one line: the app, packages added, updated and removed', () => {
  start('1.0.0', PACKAGES);
  const { 'node_modules/@scope/part': _removed, ...rest } = PACKAGES;
  const told = start('1.1.0', {
    ...rest,
    'node_modules/express': { version: '5.3.0' },
    'node_modules/redis': { version: '5.0.0' },
    'node_modules/debug': { version: '2.7.0' },
  });
  expect(told).toEqual([
    ['app_updated', { from: '1.0.0', to: '1.1.0' }],
    ['package_updated', { package: 'debug', from: '2.6.9, 4.0.0', to: '2.7.0, 4.0.0' }],
    ['package_updated', { package: 'express', from: '5.2.0', to: '5.3.0' }],
    ['package_added', { package: 'redis', to: '5.0.0' }],
    ['package_removed', { package: '@scope/part', from: '1.0.0' }],
  ]);
});

it('another Node is told', () => {
  start('1.0.0', PACKAGES);
  const file = join(folder, 'logs', 'versions.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace(process.versions.node, '18.0.0'));
  expect(start('1.0.0', PACKAGES)).toEqual([
    ['node_updated', { from: '18.0.0', to: process.versions.node }],
  ]);
});

it('a lock file that cannot be read is told, and the packages of before are kept for the next start', () => {
  start('1.0.0', PACKAGES);
  writeFileSync(join(folder, 'package-lock.json'), '{');
  expect(start('1.0.0')).toEqual([
    ['updates_unreadable', { file: join(folder, 'package-lock.json'), fault: expect.any(String) }],
  ]);
  expect(start('1.0.0', PACKAGES)).toEqual([]);
});

it('damaged notes of the last start are told, and written anew', () => {
  start('1.0.0', PACKAGES);
  writeFileSync(join(folder, 'logs', 'versions.json'), '{"app":1}');
  expect(start('1.0.0', PACKAGES).map((told) => (told as string[])[0])).toEqual([
    'updates_unreadable',
    'versions_recorded',
  ]);
  expect(start('1.0.0', PACKAGES)).toEqual([]);
});
