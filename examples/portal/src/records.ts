import { randomBytes, randomInt } from 'node:crypto';
import type { ReceiptFile } from './receipts/receipt-file.ts';
import type { HospitalService, SupportTopic, Treatment } from './choices.ts';

interface Recorded {
  /** Random and unguessable: it is the address of the record's page. */
  readonly id: string;
  /** Short, for the telephone. Opens nothing. */
  readonly reference: string;
  readonly receivedAt: Date;
  /** The account that sent it; only that account may then open it. */
  readonly owner: string | undefined;
}

/** What holds details about health, with the consent that it rests on. */
interface AboutHealth extends Recorded {
  /** Number of the receipt of the consent. */
  readonly receipt: string;
}

/** No identity-card number: a demonstration has no use for it beyond the form. */
export interface Claim extends AboutHealth {
  readonly patient: string;
  readonly policyNumber: string;
  readonly clinic: string;
  readonly treatment: Treatment;
  readonly visitDate: string;
  /** In sen, so that no sum is ever rounded. */
  readonly amount: number;
  /** Enough to recognise the account by. */
  readonly accountEnding: string;
  /** Receipts of what was paid, where some were attached. */
  readonly files: readonly ReceiptFile[];
}

export interface GuaranteeLetter extends AboutHealth {
  readonly patient: string;
  readonly policyNumber: string;
  readonly hospital: string;
  readonly service: HospitalService;
  readonly admissionDate: string;
}

export interface Message extends Recorded {
  readonly topic: SupportTopic;
  readonly message: string;
}

/** No 0/O, 1/I: references are read aloud. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

export function newRecord(prefix: string, owner: string | undefined): Recorded {
  const mark = (): string => ALPHABET[randomInt(ALPHABET.length)] ?? '2';
  const letters = Array.from({ length: 8 }, mark).join('');
  return {
    id: randomBytes(16).toString('base64url'),
    reference: `${prefix}-${letters.slice(0, 4)}-${letters.slice(4)}`,
    receivedAt: new Date(),
    owner,
  };
}

/** What was sent while signed in belongs to that account; the rest to everybody who has its address. */
export function mayOpen(record: Recorded, username: string | undefined): boolean {
  return record.owner === undefined || record.owner === username;
}
