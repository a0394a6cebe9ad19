import type { ShellConfig } from '../contract.ts';

/** What the server wrote into the document; read once, since it cannot change without a reload. */
export const config: ShellConfig = readConfig();

function readConfig(): ShellConfig {
  const text = document.getElementById('emas-config')?.textContent ?? '';
  // The server of the same package and version wrote it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(text) as ShellConfig;
}
