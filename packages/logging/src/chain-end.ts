/** How far the chain of a log has come. */
export interface ChainEnd {
  readonly log: string;
  readonly slot: number;
  /** The chain's own name. */
  readonly chain: string;
  readonly seq: number;
  readonly mac: string;
  /** The file that line `seq` is in. */
  readonly file: string;
}
