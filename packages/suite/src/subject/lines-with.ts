import { readFileSync } from 'node:fs';

/** Lines of a file in which one of the texts stands. @throws The system's error. */
export function linesWith(path: string, needles: readonly string[]): readonly unknown[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => needles.some((needle) => line.includes(needle)));
}
