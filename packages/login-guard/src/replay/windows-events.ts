import { canonicalAddress } from '@emas/addresses';
import type { Verdict } from './line-form.ts';

/** Fields of an event of the security log by their names in Windows. */
export interface WindowsEvent {
  /** Milliseconds since 1970; NaN where it cannot be read. */
  readonly time: number;
  readonly id: string;
  readonly account: string;
  readonly address: string;
  /** `SubStatus`, or `Status` where there is none. */
  readonly status: string;
  /** `''` where it is not told. */
  readonly logonType: string;
}

/** Codes of NTSTATUS. */
const REASONS: Readonly<Record<string, string>> = {
  '0xc0000064': 'unknown_account',
  '0xc000006a': 'wrong_password',
  '0xc0000072': 'account_disabled',
  '0xc0000234': 'account_disabled',
  '0xc0000193': 'account_disabled',
};
/** System, batch and service: nobody typed a password. */
const NOBODY = new Set(['0', '4', '5']);
const SYSTEM_ACCOUNT =
  /\$$|^(?:-|SYSTEM|ANONYMOUS LOGON|LOCAL SERVICE|NETWORK SERVICE|DWM-\d+|UMFD-\d+)?$/i;

/** 4625, a sign-in that failed, and 4624, one of a person that succeeded. */
export function windowsVerdict(event: WindowsEvent): Verdict {
  const { time, id, account, status, logonType } = event;
  if (id !== '4625' && id !== '4624') return 'none';
  if (Number.isNaN(time)) return 'unread';
  const isSuccess = id === '4624';
  if (isSuccess && (SYSTEM_ACCOUNT.test(account) || NOBODY.has(logonType))) return 'none';
  return {
    time,
    outcome: isSuccess ? 'success' : 'failure',
    reason: isSuccess ? '' : (REASONS[status.toLowerCase()] ?? 'wrong_credentials'),
    account: account === '-' ? '' : account,
    address: canonicalAddress(event.address),
    client: 'windows',
    count: 1,
  };
}
