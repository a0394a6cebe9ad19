export { isAt } from './place-pattern.ts';
export {
  BEGINNINGS,
  DATA_KINDS,
  ENDS,
  EXEMPTIONS,
  PLACE_KINDS,
  READERS,
  REASONS,
} from './kept-place.ts';
export type {
  DataKind,
  Exemption,
  Keeping,
  Kept,
  KeptPlace,
  PlaceKind,
  Reader,
  Reason,
  Recipient,
  Words,
} from './kept-place.ts';
