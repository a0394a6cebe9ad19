import { randomBytes } from 'node:crypto';

/** What a receipt may be, by what its content begins with: names and types are the sender's word only. */
const KINDS = [
  { kind: 'PDF', type: 'application/pdf', ending: 'pdf', begins: Buffer.from('%PDF-') },
  { kind: 'JPEG', type: 'image/jpeg', ending: 'jpg', begins: Buffer.from([0xff, 0xd8, 0xff]) },
  {
    kind: 'PNG',
    type: 'image/png',
    ending: 'png',
    begins: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  },
] as const;

/** For the form: browsers then offer only these. */
export const RECEIPT_TYPES: string = KINDS.map(({ type }) => type).join(',');

export const MOST_RECEIPTS = 3;
export const LONGEST_RECEIPT: number = 4 * 1024 * 1024;

/** A receipt as it was attached. It is in memory, as its claim is, and no address leads to it but the claim's. */
export interface ReceiptFile {
  /** Random: part of its address. */
  readonly id: string;
  readonly kind: 'PDF' | 'JPEG' | 'PNG';
  readonly type: string;
  readonly ending: string;
  readonly content: Buffer;
}

/** @returns Undefined for content of any other kind. Its own name, which may tell of somebody, is not kept. */
export function receiptFile(content: Buffer): ReceiptFile | undefined {
  const found = KINDS.find(({ begins }) => content.subarray(0, begins.length).equals(begins));
  if (found === undefined) return undefined;
  const { kind, type, ending } = found;
  return { id: randomBytes(16).toString('base64url'), kind, type, ending, content };
}
