/** Numbers that follow one another, the first and the last included. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

/** @param numbers In order. @returns `3-7`, `12` */
export function rangeTexts(numbers: readonly number[]): string[] {
  const ranges: { from: number; to: number }[] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && number === last.to + 1) last.to = number;
    else ranges.push({ from: number, to: number });
  }
  return ranges.map(({ from, to }) => (from === to ? String(from) : `${from}-${to}`));
}

const RANGE = /^(\d{1,15})(?:-(\d{1,15}))?$/;

/** @returns `undefined` for what is none. */
export function rangeFrom(text: string): NumberRange | undefined {
  const [, from, to = from] = RANGE.exec(text) ?? [];
  return from === undefined ? undefined : { from: Number(from), to: Number(to) };
}
