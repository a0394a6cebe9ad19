/** `2026-11-23 16:20:00.000`, as ClickHouse reads a `DateTime64(3)`. */
export function sqlTime(time: number): string {
  return new Date(time).toISOString().replace('T', ' ').replace('Z', '');
}
