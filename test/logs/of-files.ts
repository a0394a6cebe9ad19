import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What `read` says of each file of a folder that a running logger keeps.
 * Its retention may remove a file between the listing and the reading: such a one is left out.
 */
export function ofFiles<T>(folder: string, read: (path: string, name: string) => T): T[] {
  return readdirSync(folder).flatMap((name) => {
    try {
      return [read(join(folder, name), name)];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  });
}
