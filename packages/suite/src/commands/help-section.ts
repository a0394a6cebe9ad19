/** A heading with lines below it; bold on a terminal, since commander removes the code elsewhere. */
export function section(heading: string, lines: readonly string[]): string {
  return [boldHeading(heading), ...lines].join('\n');
}

export function boldHeading(heading: string): string {
  return `\u001b[1m${heading}\u001b[0m`;
}
