import { once } from 'node:events';

/** Writes to standard output no faster than it is read: a log may be larger than the memory. */
export async function writeLine(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
}
