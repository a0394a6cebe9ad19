import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EmasError, errorCode } from '@emas/errors';
import type { FileChange, InitPlan } from './plan.ts';

/**
 * Writes what is missing. A file that is there is never written over, nor one that has come since it was looked
 * for.
 *
 * @throws EmasError `ERR_EMAS_INIT_WRITE`; what was written stays, and the same command writes the rest.
 */
export function writePlan({ folder, files }: InitPlan): void {
  for (const change of files) {
    try {
      write(join(folder, change.path), change);
    } catch (cause) {
      throw new EmasError(
        'ERR_EMAS_INIT_WRITE',
        `${change.path} cannot be written: ${errorCode(cause)}.`,
        {
          cause,
          help: 'Run the command as a user who may write there; it writes what is missing.',
        },
      );
    }
  }
}

function write(file: string, { does, text, secrets }: FileChange): void {
  if (does === 'keep') return;
  if (does === 'append') return appendFileSync(file, text);
  mkdirSync(dirname(file), { recursive: true });
  const mode = secrets.length > 0 ? 0o600 : 0o666;
  // O_EXCL: it neither writes over a file nor through a link.
  writeFileSync(file, text, { flag: 'wx', mode });
}
