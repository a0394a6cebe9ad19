import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EmasError } from '@emas/errors';

/** A script for browsers, as the build left it. */
export interface ScriptFile {
  readonly body: Buffer;
  /** Of its content, for an address that never changes what it gives. */
  readonly hash: string;
}

const HASH_LENGTH = 12;
const WEB = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/web/' : '../web/',
  import.meta.url,
);

/** @throws EmasError `ERR_EMAS_RECAPTCHA_ASSETS` where the package was not built. */
export function scriptFile(name: string): ScriptFile {
  try {
    const body = readFileSync(fileURLToPath(new URL(name, WEB)));
    const hash = createHash('sha256').update(body).digest('base64url').slice(0, HASH_LENGTH);
    return { body, hash };
  } catch (cause) {
    const message = `recaptcha: its script ${name} is not there.`;
    const help = 'In the repository, npm run build makes it.';
    throw new EmasError('ERR_EMAS_RECAPTCHA_ASSETS', message, { help, cause });
  }
}
