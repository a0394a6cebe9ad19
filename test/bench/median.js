export function median(values) {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)];
}
