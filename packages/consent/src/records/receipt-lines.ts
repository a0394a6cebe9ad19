import { createHash } from 'node:crypto';

/** A line of the log's category `consent`, as `searchLogs()` of @emas/logging gives it. */
export interface ConsentLine {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A receipt, as the log has it. */
export interface Receipt {
  readonly receipt: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly choice: string;
  /** What explicit consent is about; '' for a choice on the form. */
  readonly subject: string;
  /** `self` or `guardian`; '' for a choice on the form. */
  readonly by: string;
  readonly allowed: readonly string[];
  readonly refused: readonly string[];
  readonly policy: string;
  /** Hash of what was shown; '' where the app decided without the form. */
  readonly text: string;
  readonly language: string;
  readonly layout: string;
  readonly signal: string;
  readonly account: string;
}

/** @returns `undefined` for a line that is none. */
export function receiptOf({ time, event, data }: ConsentLine): Receipt | undefined {
  if (event !== 'consent_recorded' && event !== 'consent_explicit_recorded') return undefined;
  const textAt = (name: string): string => {
    const value = data[name];
    return typeof value === 'string' ? value : '';
  };
  const textsAt = (name: string): string[] => {
    const value = data[name];
    return Array.isArray(value) ? value.map(String) : [];
  };
  return {
    receipt: textAt('receipt'),
    time,
    choice: textAt('choice'),
    subject: textAt('subject'),
    by: textAt('by'),
    allowed: textsAt('allowed'),
    refused: textsAt('refused'),
    policy: textAt('policy'),
    text: textAt('text'),
    language: textAt('language'),
    layout: textAt('layout'),
    signal: textAt('signal'),
    account: textAt('account'),
  };
}

/** What was shown, and the hash that receipts have of it. */
export interface ShownText {
  readonly text: string;
  readonly content: string;
  /** Whether the one is the hash of the other. */
  readonly isWhole: boolean;
}

/** @returns `undefined` for a line that is none. */
export function shownTextOf({ event, data }: ConsentLine): ShownText | undefined {
  const { text, content } = data;
  if (event !== 'consent_text_recorded') return undefined;
  if (typeof text !== 'string' || typeof content !== 'string') return undefined;
  const hash = createHash('sha256').update(content).digest('base64url');
  return { text, content, isWhole: hash === text };
}

/** What does not fit in a log of receipts. */
export interface ReceiptFinding {
  readonly kind: 'text-altered' | 'text-missing' | 'receipt-twice';
  /** The receipt's number, or the text's hash. */
  readonly of: string;
  readonly time: number;
}

/** Holds receipts to the texts that they refer to, line by line in the order of their times. */
export class ReceiptCheck {
  readonly #texts = new Set<string>();
  readonly #receipts = new Set<string>();
  readonly #findings: ReceiptFinding[] = [];

  add(line: ConsentLine): void {
    const { time } = line;
    const shown = shownTextOf(line);
    if (shown !== undefined) {
      this.#texts.add(shown.text);
      if (!shown.isWhole) this.#found('text-altered', shown.text, time);
    }
    const receipt = receiptOf(line);
    if (receipt === undefined) return;
    if (this.#receipts.has(receipt.receipt)) this.#found('receipt-twice', receipt.receipt, time);
    this.#receipts.add(receipt.receipt);
    if (receipt.text !== '' && !this.#texts.has(receipt.text)) {
      this.#found('text-missing', receipt.receipt, time);
    }
  }

  result(): {
    readonly receipts: number;
    readonly texts: number;
    readonly findings: readonly ReceiptFinding[];
  } {
    return {
      receipts: this.#receipts.size,
      texts: this.#texts.size,
      findings: this.#findings,
    };
  }

  #found(kind: ReceiptFinding['kind'], of: string, time: number): void {
    this.#findings.push({ kind, of, time });
  }
}
