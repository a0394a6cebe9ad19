export { isAt } from './place-pattern.ts';
export { BEGINNINGS, DATA_KINDS, ENDS, PLACE_KINDS, READERS, REASONS } from './kept-place.ts';
export type {
  DataKind,
  Keeping,
  Kept,
  KeptPlace,
  PlaceKind,
  Reader,
  Reason,
  Recipient,
  Words,
} from './kept-place.ts';
