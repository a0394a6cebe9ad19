/** Whether standard output is to be coloured. https://no-color.org and https://force-color.org */
export function inColour(): boolean {
  if (isSet('NO_COLOR')) return false;
  if (isSet('FORCE_COLOR')) return process.env['FORCE_COLOR'] !== '0';
  return process.stdout.isTTY && process.env['TERM'] !== 'dumb';
}

function isSet(name: string): boolean {
  return (process.env[name] ?? '') !== '';
}

/** Codes of ECMA-48 8.3.117. */
const COLOURS = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33', cyan: '36' };

/** Colours a text, or leaves it. */
export type Paint = (colour: keyof typeof COLOURS, text: string) => string;

export function paintFor(colour: boolean): Paint {
  return (name, text) => (colour ? `\u001b[${COLOURS[name]}m${text}\u001b[0m` : text);
}

/** How bad something is, as all commands show it: a word of six columns. */
export function severityMark(severity: 'low' | 'medium' | 'high', paint: Paint): string {
  const colours = { low: 'cyan', medium: 'yellow', high: 'red' } as const;
  return paint(colours[severity], severity.padEnd(6));
}
