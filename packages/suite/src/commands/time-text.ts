/** To the minute, UTC, for people: `2026-11-23 10:00`. */
export function minuteOf(time: number): string {
  return isoTime(time).slice(0, 16).replace('T', ' ');
}

/** For programs, and where seconds matter: `2026-11-23T10:00:00.000Z`. */
export function isoTime(time: number): string {
  return new Date(time).toISOString();
}

/** `2 d 3 h`, `2 h 10 min`, `5 min`: the two units that say most. */
export function spanOf(milliseconds: number): string {
  const minutes = Math.max(1, Math.ceil(milliseconds / 60_000));
  const parts: [number, string][] = [
    [Math.floor(minutes / 1440), 'd'],
    [Math.floor(minutes / 60) % 24, 'h'],
    [minutes % 60, 'min'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}
