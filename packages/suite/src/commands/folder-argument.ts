import { Argument } from 'commander';

/** `[folder]`, for all commands that read logs. */
export function folderArgument(): Argument {
  return new Argument(
    '[folder]',
    'the folder of createLogger({ folder }) (default: logs in EMAS_DATA)',
  );
}
