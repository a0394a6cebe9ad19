import type { CorpusEntry } from './corpus.ts';

/** What became of the corpus. */
export interface Score {
  /** Secrets that are gone, of all. */
  readonly recall: number;
  /** Masked secrets, of all that was masked: secrets, and what is harmless. */
  readonly precision: number;
  /** By class: how many there are, and the texts that were not masked as they should be. */
  readonly classes: ReadonlyMap<string, { count: number; readonly wrong: string[] }>;
}

/** So much of a secret is too much to be left. */
const PIECE = 6;

/** @param write What the log makes of an entry. */
export function scoreOf(
  secrets: readonly CorpusEntry[],
  harmless: readonly CorpusEntry[],
  write: (entry: CorpusEntry) => string,
): Score {
  const classes = new Map<string, { count: number; wrong: string[] }>();
  const note = (kind: string, entry: CorpusEntry, written: string | undefined): void => {
    const own = classes.get(kind) ?? { count: 0, wrong: [] };
    own.count += 1;
    if (written !== undefined) own.wrong.push(`${entry.text} → ${written}`);
    classes.set(kind, own);
  };
  let masked = 0;
  let changed = 0;
  for (const entry of secrets) {
    const written = write(entry);
    const isGone = entry.gone.every((secret) => !leaks(entry.text, secret, written));
    const isTooMuch = !entry.stays.every((part) => written.includes(part));
    if (isGone) masked += 1;
    if (isTooMuch) changed += 1;
    note(`secret, ${entry.kind}`, entry, isGone && !isTooMuch ? undefined : written);
  }
  for (const entry of harmless) {
    const written = write(entry);
    const isChanged = written !== entry.text;
    if (isChanged) changed += 1;
    note(`harmless, ${entry.kind}`, entry, isChanged ? written : undefined);
  }
  return { recall: masked / secrets.length, precision: masked / (masked + changed), classes };
}

/** Whether a piece of the secret is left that the text has nowhere else. */
function leaks(text: string, secret: string, written: string): boolean {
  const rest = text.replaceAll(secret, '\0');
  const length = Math.min(PIECE, secret.length);
  for (let at = 0; at + length <= secret.length; at += 1) {
    const piece = secret.slice(at, at + length);
    if (written.includes(piece) && !rest.includes(piece)) return true;
  }
  return false;
}
