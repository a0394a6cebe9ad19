import { EmasError } from '@emas/errors';
import { readAssetFile } from '@emas/page';
import type { AssetFile } from '@emas/page';
import { WEB } from '../own-files.ts';

/** A script for browsers, as the build left it. @throws EmasError `ERR_EMAS_CAPTCHA_ASSETS` where the package was not built. */
export function scriptFile(name: string): AssetFile {
  try {
    return readAssetFile(new URL(name, WEB));
  } catch (cause) {
    const message = `captcha: the script ${name} is missing.`;
    const help = 'In the repository, run npm run build.';
    throw new EmasError('ERR_EMAS_CAPTCHA_ASSETS', message, { help, cause });
  }
}
