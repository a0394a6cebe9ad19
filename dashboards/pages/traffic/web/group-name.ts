import type { ConsentChoice } from '../consent-contract.ts';

/** One choice by its name; several that are told together, as a sum. */
export function groupName(
  choices: readonly ConsentChoice[],
  names: Readonly<Record<ConsentChoice, string>>,
): string {
  return choices.map((choice) => names[choice]).join('\u00a0+ ');
}
