import { mayOpen } from '../records.ts';
import type { Answer, Visit } from '../visit.ts';
import { notFound } from './not-found.ts';

/** A receipt of a claim, for those who may open the claim. */
export function claimReceipt(visit: Visit): Answer {
  const { req, state, account } = visit;
  const { claimId, receiptId } = req.params;
  const claim = state.claims.get(String(claimId));
  const at = claim?.files.findIndex(({ id }) => id === receiptId) ?? -1;
  const file = claim?.files[at];
  if (claim === undefined || file === undefined) return notFound(visit);
  if (!mayOpen(claim, account?.username)) return notFound(visit);
  const { content, type, ending } = file;
  return { download: `${claim.reference}-${at + 1}.${ending}`, content, type };
}
