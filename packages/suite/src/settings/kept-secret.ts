import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '@emas/errors';

/**
 * A secret that is made up once and kept in a file, so that a restart changes nothing: sessions in Redis
 * stay, and the chain of the log goes on.
 *
 * @param name Of the file, and of what the secret is for.
 * @throws The system's error where the folder cannot be used.
 */
export function keptSecret(folder: string, name: string): string {
  const file = join(folder, name);
  return kept(file) ?? made(folder, file);
}

function kept(file: string): string | undefined {
  try {
    const secret = readFileSync(file, 'utf8').trim();
    return secret === '' ? undefined : secret;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Written under another name first: no process ever reads half of it, and of two the first one wins. */
function made(folder: string, file: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const secret = randomBytes(32).toString('base64url');
  const draft = `${file}.${randomBytes(8).toString('hex')}`;
  writeFileSync(draft, `${secret}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return secret;
  } catch (error) {
    const others = errorCode(error) === 'EEXIST' ? kept(file) : undefined;
    if (others === undefined) throw error;
    return others;
  } finally {
    rmSync(draft, { force: true });
  }
}
