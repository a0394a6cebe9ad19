import { searchLogs } from '@emas/logging';

/** A line of the log. */
interface Logged {
  readonly category: string;
  /** Its file. */
  readonly where: string;
  /** As it stands there. */
  readonly item: unknown;
}

/** Lines of the log in which one of the texts stands, packed files included. @throws EmasError `ERR_EMAS_LOG_FOLDER`. */
export async function* loggedWith(
  folder: string,
  needles: readonly string[],
): AsyncGenerator<Logged> {
  for await (const { text, category, file } of searchLogs(folder, {})) {
    if (!needles.some((needle) => text.includes(needle))) continue;
    yield { category, where: file, item: JSON.parse(text) };
  }
}
