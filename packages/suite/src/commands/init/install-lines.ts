import type { AppFolder } from './app-folder.ts';

/** Files by which package managers are known, and how each adds a package. */
const MANAGERS = [
  ['pnpm-lock.yaml', 'pnpm install', 'pnpm add'],
  ['yarn.lock', 'yarn install', 'yarn add'],
  ['bun.lock', 'bun install', 'bun add'],
] as const;

/**
 * What is to be installed, a command a line.
 *
 * @param isTyped Whether it is a new app in TypeScript.
 */
export function installFor(folder: AppFolder, isTyped: boolean): readonly string[] {
  const [, all, add] = MANAGERS.find(([lock]) => folder.has(lock)) ?? [
    '',
    'npm install',
    'npm install',
  ];
  const missing = ['@emas/suite', 'express'].filter((name) => !folder.dependsOn(name));
  const missingTypes = TYPES.filter((name) => !folder.dependsOn(name));
  return [
    ...(folder.manifest === undefined ? [all] : addition(add, missing)),
    ...(folder.manifest !== undefined && isTyped ? addition(`${add} -D`, missingTypes) : []),
    ...(folder.dependsOn('chdb')
      ? []
      : [`${add} chdb   # only without a ClickHouse server: 550 MB`]),
  ];
}

const TYPES = ['typescript', '@types/node', '@types/express'];

function addition(add: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${add} ${names.join(' ')}`];
}
