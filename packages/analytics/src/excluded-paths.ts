/** Whether a path is one of those that the operator named: exact, `/admin/*`, or by expression. */
export function excludedPaths(patterns: readonly (string | RegExp)[]): (path: string) => boolean {
  const exact = new Set<string>();
  const below: string[] = [];
  const expressions: RegExp[] = [];
  for (const pattern of patterns) {
    // A global expression remembers where it stopped.
    if (pattern instanceof RegExp)
      expressions.push(new RegExp(pattern.source, pattern.flags.replaceAll(/[gy]/g, '')));
    else if (pattern.endsWith('/*')) below.push(pattern.slice(0, -2));
    else exact.add(pattern);
  }
  return (path) =>
    exact.has(path) ||
    below.some((start) => path === start || path.startsWith(`${start}/`)) ||
    expressions.some((expression) => expression.test(path));
}
