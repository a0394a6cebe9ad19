/**
 * All names of a union, in the order in which they are given. A name that is missing does not compile, so
 * that the union and what is checked at run time cannot part.
 */
export function closedList<Name extends string>(
  names: Readonly<Record<Name, unknown>>,
): readonly Name[] {
  // The type holds it to exactly these keys.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.keys(names) as Name[];
}
