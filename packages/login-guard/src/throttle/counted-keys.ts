import type { CountedKey } from './counters.ts';
import type { ResolvedRule } from './rules.ts';

/** Where an attempt comes from; all `''` where its address is not known. */
export interface Origin {
  /** Network by which rules count. */
  readonly prefix: string;
  readonly address: string;
  /** The address, and in IPv6 its /64, which is as narrow as one customer goes (RFC 6177). */
  readonly exact: string;
}

/** An account that is tried, and from where as far as it matters to this account. */
export interface TriedAccount {
  readonly account: string;
  /** A device or an address from which it was entered before, else the network. */
  readonly place: string;
  readonly isKnown: boolean;
}

/**
 * What is counted of an account. From a device or an address from which it was entered before it is counted
 * apart from the network round it: what strangers do there is not held against its member.
 */
export function keysOfAccounts(
  rules: readonly ResolvedRule[],
  accounts: readonly TriedAccount[],
  { address }: Origin,
): CountedKey[] {
  return accounts.flatMap(({ account, place, isKnown }) =>
    rules
      .filter(({ by }) => by.includes('account'))
      .flatMap((rule) => {
        const values = { account, prefix: place, address: isKnown ? place : address };
        const isExempt = isKnown && rule.exemptKnown;
        return keyOf(rule, values, { account, isExempt });
      }),
  );
}

/** What is counted by origin, for all accounts. */
export function keysOfNetwork(
  rules: readonly ResolvedRule[],
  accounts: readonly TriedAccount[],
  { prefix, address }: Origin,
): CountedKey[] {
  const isKnown = accounts.length > 0 && accounts.every((one) => one.isKnown);
  return rules
    .filter(({ by }) => !by.includes('account'))
    .flatMap((rule) => {
      const isExempt = isKnown && rule.exemptKnown;
      return keyOf(rule, { account: '', prefix, address }, { account: '', isExempt });
    });
}

/** None where something is not known that the rule counts by: what is not known is nobody's. */
function keyOf(
  rule: ResolvedRule,
  values: Readonly<Record<ResolvedRule['by'][number], string>>,
  more: { readonly account: string; readonly isExempt: boolean },
): CountedKey[] {
  const parts = rule.by.map((by) => values[by]);
  return parts.includes('') ? [] : [{ rule, key: `${rule.name}:${parts.join(':')}`, ...more }];
}
