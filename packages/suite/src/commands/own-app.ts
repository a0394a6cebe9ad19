import { APP_NAME } from '@emas/options';
import { ownPackage } from '../settings/own-package.ts';
import { setting } from './where.ts';
import type { Environment } from './where.ts';
import { wrongSetting } from './wrong-setting.ts';

/**
 * The name under which the app counts and keeps things: that of EMAS_APP, or of its `package.json`.
 *
 * @throws EmasError `ERR_EMAS_COMMAND_SETTING` where it is none.
 */
export function ownApp(env: Environment = process.env): string {
  const app = setting(env, 'EMAS_APP') ?? ownPackage(process.cwd()).name;
  if (APP_NAME.test(app)) return app;
  throw wrongSetting(
    'EMAS_APP',
    app,
    'the name of an app',
    'one of letters, digits, ".", "_" and "-"',
  );
}
