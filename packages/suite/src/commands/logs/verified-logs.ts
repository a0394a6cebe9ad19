import { access, constants } from 'node:fs/promises';
import { EmasError } from '@emas/errors';
import { verifyLogs } from '@emas/logging';
import type { VerifiedLog } from '@emas/logging';
import { bytesText, counted } from '../amounts.ts';
import type { ProgressReport } from '../progress-report.ts';
import { KEY_HELP, readKeys } from './log-keys.ts';
import { logSize } from './log-files.ts';

interface VerifiedOptions {
  readonly keyFile?: string | undefined;
  readonly anchors?: readonly string[];
  readonly host?: readonly string[];
  readonly keep?: number;
}

/**
 * Holds the logs of a folder to their chains, and says on a terminal that it goes on.
 *
 * @throws EmasError `ERR_EMAS_LOG_KEY`, `ERR_EMAS_LOG_ANCHORS`, `ERR_EMAS_LOG_NO_ANCHORS`.
 */
export async function verifiedLogs(
  folder: string,
  { keyFile, anchors = [], host: hosts = [], keep }: VerifiedOptions,
  progress: ProgressReport,
): Promise<VerifiedLog[]> {
  const keys = readKeys(keyFile);
  for (const file of anchors) await mustBeReadable(file);
  const { files, bytes } = logSize(folder);
  progress.waiting(`verifying ${counted(files, 'file')}, ${bytesText(bytes)}`);
  try {
    const kept = keep === undefined ? {} : { keepDays: keep };
    return await verifyLogs(folder, { keys, anchors, hosts, ...kept });
  } catch (cause) {
    if (!(cause instanceof EmasError) || cause.code !== 'ERR_EMAS_LOG_KEY') throw cause;
    throw new EmasError(
      'ERR_EMAS_LOG_KEY',
      `The logs in ${folder} are chained, and no key was given.`,
      { cause, help: KEY_HELP },
    );
  } finally {
    progress.end();
  }
}

async function mustBeReadable(file: string): Promise<void> {
  try {
    await access(file, constants.R_OK);
  } catch (cause) {
    throw new EmasError('ERR_EMAS_LOG_ANCHORS', `The anchors in ${file} cannot be read.`, {
      cause,
      help: 'Name a file with lines of log_anchor events that this user may read.',
    });
  }
}
