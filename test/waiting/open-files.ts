import { readdirSync, readlinkSync } from 'node:fs';
import { waitUntil } from './wait-until.ts';

/**
 * Waits until this process has no file of a folder open, but not until garbage collection closes those
 * that were forgotten. Only Linux tells; elsewhere there is no wait.
 */
export async function untilNoneOpen(folder: string): Promise<void> {
  if (process.platform !== 'linux') return;
  const open = (): string[] =>
    readdirSync('/proc/self/fd')
      .map(targetOf)
      .filter((path) => path.startsWith(folder));
  await waitUntil(`no file of ${folder} to be open`, () => open().length === 0, {
    patience: 3000,
    state: open,
  });
}

function targetOf(descriptor: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    // Closed meanwhile, such as the one that listed them.
    return '';
  }
}
