import { EmasError } from '@emas/errors';

/** A variable that app and command share says something that neither can use. */
export function wrongSetting(name: string, value: string, what: string, wanted: string): EmasError {
  return new EmasError('ERR_EMAS_COMMAND_SETTING', `${name} is "${value}", which is not ${what}.`, {
    help: `Set it to ${wanted}, the same for the app and the command.`,
  });
}
