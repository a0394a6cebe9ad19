import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { warnOnce } from '@emas/warnings';
import type { RequestContext } from '@emas/request-context';
import { clientName } from '@emas/request-context/internal';
import type { Request } from 'express';
import type { LedgerClient } from './ledger.ts';
import type { ResolvedOptions } from './options.ts';

const DIGITS = 16;
const KINDS: readonly string[] = ['key', 'account'];
const UNKNOWN: LedgerClient = { id: 'unknown', kind: 'family' };

/** Tells who calls: what the app says, hashed, or the family of the program. Never throws. */
export function clientTeller({ client, key }: ResolvedOptions): (req: Request) => LedgerClient {
  if (client !== undefined && key === undefined) {
    warnOnce(
      'WARN_EMAS_DEPRECATION_UNKEYED',
      'deprecations() has a client but no key: the hashes of clients change with each start.',
    );
  }
  const derived = Buffer.from(
    hkdfSync('sha256', key ?? randomBytes(32), '', 'emas deprecation client', 32),
  );
  return function tellClient(req) {
    try {
      const named = client?.(req);
      if (named === undefined) return family(req);
      const { kind, value } = named;
      // A promise or a number from plain JavaScript would make one client of all.
      if (!KINDS.includes(kind) || typeof value !== 'string' || value === '') return family(req);
      const id = createHmac('sha256', derived).update(`${kind}\0${value}`).digest('hex');
      return { id: id.slice(0, DIGITS), kind };
    } catch {
      // The app's own function: a call is counted all the same.
      return UNKNOWN;
    }
  };
}

function family({ emas }: { readonly emas?: RequestContext }): LedgerClient {
  return emas === undefined ? UNKNOWN : { id: clientName(emas.client), kind: 'family' };
}
