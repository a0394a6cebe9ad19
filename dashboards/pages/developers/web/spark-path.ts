export const SPARK_WIDTH = 96;
export const SPARK_HEIGHT = 24;
/** Keeps the line's own width inside the drawing. */
const EDGE = 2;

/** The path of a line through the values, from edge to edge; one value is a level line. */
export function sparkLine(values: readonly number[]): string {
  const points = sparkPoints(values);
  return points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');
}

/** The same, closed along the bottom. */
export function sparkArea(values: readonly number[]): string {
  const points = sparkPoints(values);
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return '';
  const bottom = SPARK_HEIGHT - EDGE;
  return `${sparkLine(values)}L${last[0]} ${bottom}L${first[0]} ${bottom}Z`;
}

function sparkPoints(values: readonly number[]): (readonly [number, number])[] {
  const [only] = values;
  const drawn = values.length === 1 && only !== undefined ? [only, only] : values;
  const most = Math.max(1, ...drawn);
  const step = (SPARK_WIDTH - 2 * EDGE) / Math.max(1, drawn.length - 1);
  const room = SPARK_HEIGHT - 2 * EDGE;
  return drawn.map((value, index) => [
    rounded(EDGE + index * step),
    rounded(EDGE + room - (value / most) * room),
  ]);
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
