import type { RequestHandler } from 'express';
import { deprecations } from './deprecations.ts';
import type { Deprecations } from './deprecations.ts';
import type { DeprecationNotice } from './notice.ts';

let own: Deprecations | undefined;

/**
 * Marks what comes after it, on a route or a router, in the one ledger of this process with the default
 * options. An app with options of its own makes its ledger by `deprecations(options)`.
 *
 * @throws EmasError `ERR_EMAS_DEPRECATION_NOTICE` on wrong dates, links or times.
 */
export function deprecated(notice: DeprecationNotice): RequestHandler {
  own ??= deprecations();
  return own(notice);
}
