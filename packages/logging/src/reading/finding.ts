/** What is wrong with a log, and where. */
export interface Finding {
  readonly kind:
    | 'altered'
    | 'erased'
    | 'inserted'
    | 'missing'
    | 'moved'
    | 'tail missing'
    | 'unchained'
    | 'unknown key'
    | 'unreadable';
  readonly file: string;
  /** Line in the file, from 1; of what is missing, the line before which it stood. */
  readonly line: number;
  /** Numbers of the lines it is about. */
  readonly seq: { readonly from: number; readonly to: number } | undefined;
  /** In a sentence. */
  readonly says: string;
}

/** Lines that are not here: those of whole files, as the opening of the next file tells. */
export interface MissingFiles {
  /** The last file that is not here. */
  readonly after: string;
  /** Of a gap between files; `undefined` where they are the oldest of the log. */
  readonly finding: Finding | undefined;
  /** The file behind them, and the number of its first line. */
  readonly file: string;
  readonly seq: number;
}
