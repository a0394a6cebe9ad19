import { checkBanners, checkCookies, checkHeaders, checkHstsAge } from './header-checks.ts';
import type { Check, Observed, Weakness } from './observed.ts';
import { checkNonce, checkPolicy } from './policy-checks.ts';

const CHECKS: readonly Check[] = [
  checkPolicy,
  checkNonce,
  checkHeaders,
  checkHstsAge,
  checkCookies,
  checkBanners,
];
const ORDER: readonly Weakness['severity'][] = ['high', 'medium', 'low'];

/** What of a page is weaker than the suite's defaults, the worst first. */
export function weaknesses(observed: Observed): readonly Weakness[] {
  return CHECKS.flatMap((check) => check(observed)).toSorted(
    (left, right) => ORDER.indexOf(left.severity) - ORDER.indexOf(right.severity),
  );
}
