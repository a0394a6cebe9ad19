import { searchLogs } from '@emas/logging';
import type { SubjectIdentity } from './identity.ts';

/** A line of the log. */
interface Logged {
  readonly category: string;
  /** Its file. */
  readonly where: string;
  /** As it stands there. */
  readonly item: unknown;
}

/** Lines of the log in which somebody stands, packed files included. @throws EmasError `ERR_EMAS_LOG_FOLDER`, `ERR_EMAS_LOG_FILE`. */
export async function* loggedWith(
  folder: string,
  identity: SubjectIdentity,
): AsyncGenerator<Logged> {
  for await (const { text, category, file } of searchLogs(folder, {})) {
    if (identity.isIn(text)) yield { category, where: file, item: JSON.parse(text) };
  }
}
