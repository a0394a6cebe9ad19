import { EmasError } from '@emas/errors';
import { APP_NAME } from '@emas/options';
import { ownPackage } from '../settings/own-package.ts';
import { setting } from './where.ts';
import type { Environment } from './where.ts';

/**
 * The name under which the app counts and keeps things: that of EMAS_APP, or of its `package.json`.
 *
 * @throws EmasError `ERR_EMAS_COMMAND_SETTING` where it is none.
 */
export function ownApp(env: Environment = process.env): string {
  const app = setting(env, 'EMAS_APP') ?? ownPackage(process.cwd()).name;
  if (APP_NAME.test(app)) return app;
  throw new EmasError(
    'ERR_EMAS_COMMAND_SETTING',
    `EMAS_APP is "${app}", which is no name of an app.`,
    {
      help: 'Set it to one of letters, digits, ".", "_" and "-", the same for the app and the command.',
    },
  );
}
