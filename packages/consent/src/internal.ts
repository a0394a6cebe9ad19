/** For the suite's own packages: what is here may change with any version. */
export { resolveOptions as checkConsentOptions } from './options.ts';
export { ReceiptCheck, receiptOf, shownTextOf } from './records/receipt-lines.ts';
export type { ConsentLine, Receipt, ReceiptFinding, ShownText } from './records/receipt-lines.ts';
export { readReceiptNumber } from './proof/receipt-number.ts';
