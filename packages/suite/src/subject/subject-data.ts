import type { KeptPlace } from '@emas/data-map';

/** Something of a person, as it lies in a place of the data map. */
export interface SubjectItem {
  /** The file, table or key in which it is. */
  readonly where: string;
  /** A row, a line or a value. */
  readonly item: unknown;
}

/** What a place has of a person. */
export interface SubjectPlace {
  readonly place: KeptPlace;
  readonly items: readonly SubjectItem[];
}

/** All that is kept of one account (PDPA 2010, s 30; GDPR, Art. 15). */
export interface SubjectData {
  /** What stands for the account: a hash for each key of the log. */
  readonly accounts: readonly string[];
  readonly places: readonly SubjectPlace[];
  /** Places that may have something and could not be looked into: browsers, the memory of processes, others. */
  readonly unseen: readonly KeptPlace[];
}
