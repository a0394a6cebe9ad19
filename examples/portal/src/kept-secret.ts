import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The secret given, or one that is made up once and kept in a file, so that a restart changes nothing:
 * sessions in Redis stay, and the chain of the log goes on.
 *
 * @param name Of the file, and of what the secret is for.
 */
export async function keptSecret(
  dataFolder: string,
  name: string,
  given: string | undefined,
): Promise<string> {
  if (given !== undefined && given !== '') return given;
  const file = join(dataFolder, name);
  return (await kept(file)) ?? (await made(dataFolder, file));
}

async function kept(file: string): Promise<string | undefined> {
  try {
    const secret = (await readFile(file, 'utf8')).trim();
    return secret === '' ? undefined : secret;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Written under another name first: no process ever reads half of it, and of two the first one wins. */
async function made(dataFolder: string, file: string): Promise<string> {
  await mkdir(dataFolder, { recursive: true });
  const secret = randomBytes(32).toString('base64url');
  const draft = `${file}.${randomBytes(8).toString('hex')}`;
  await writeFile(draft, `${secret}\n`, { mode: 0o600 });
  try {
    await link(draft, file);
    return secret;
  } catch (error) {
    const others = codeOf(error) === 'EEXIST' ? await kept(file) : undefined;
    if (others === undefined) throw error;
    return others;
  } finally {
    await rm(draft, { force: true });
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
}
