import { listedLines } from './source-table.ts';

let spammers: ReadonlySet<string> | undefined;

/** Whether a referrer is one that only wants to be seen in lists of referrers, or lies below one. */
export function isReferrerSpam(host: string): boolean {
  spammers ??= new Set(listedLines('spam').flatMap((line) => line.split(' ')));
  for (let rest = host; rest.includes('.'); rest = rest.slice(rest.indexOf('.') + 1)) {
    if (spammers.has(rest)) return true;
  }
  return false;
}
