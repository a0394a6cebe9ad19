import { accessSync, constants, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { checkChdb } from '@emas/clickhouse/internal';
import { EmasError, errorCode } from '@emas/errors';
import type { ParsedOptions } from '../../settings/schema.ts';

/** What of this machine would stop a start with these settings. */
export function machineFaults({ data, clickhouse }: ParsedOptions): string[] {
  return [
    ...(canUse(resolve(data))
      ? []
      : [
          `The data folder ${resolve(data)} cannot be used: set EMAS_DATA to a folder that this process may write to.`,
        ]),
    ...(clickhouse === undefined ? engineFaults() : []),
  ];
}

function engineFaults(): string[] {
  try {
    checkChdb();
    return [];
  } catch (error) {
    if (error instanceof EmasError) return [error.message];
    throw error;
  }
}

/** One that is not there is made, where the nearest folder above it can be written to. */
function canUse(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return statSync(folder).isDirectory();
  } catch (error) {
    return errorCode(error) === 'ENOENT' && dirname(folder) !== folder && canUse(dirname(folder));
  }
}
