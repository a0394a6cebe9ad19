import { entryText } from '@emas/logging/internal';
import type { LastEntry } from '@emas/logging';
import { safeJson } from '../json-output.ts';
import { writeLine } from '../write-line.ts';

/** Writes a line of a log: formatted on a terminal, as it is in the file for other programs. */
export function entryWriter(json: boolean): (entry: LastEntry) => Promise<void> {
  if (json || !process.stdout.isTTY) return writeEntry;
  const show = entryText();
  return (entry) => writeLine(show(entry));
}

/** As it stands in the file. Only a terminal, which would obey what is in it, gets it in other words. */
export function writeEntry({ text }: LastEntry): Promise<void> {
  return writeLine(process.stdout.isTTY ? safeJson(text) : text);
}
