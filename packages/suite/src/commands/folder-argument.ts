import { Argument } from 'commander';

/** `[folder]`, for all commands that read logs. */
export function folderArgument(): Argument {
  return new Argument(
    '[folder]',
    'that createLogger({ folder }) was given (default: logs in EMAS_DATA)',
  );
}
