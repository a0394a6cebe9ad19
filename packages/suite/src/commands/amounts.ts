/** `12,345` */
export function amount(value: number): string {
  return value.toLocaleString('en');
}

/** `1 line`, `12,345 lines` */
export function counted(value: number, noun: string): string {
  return `${amount(value)} ${noun}${value === 1 ? '' : 's'}`;
}

const KB = 1000;
const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB'] as const;

/** `240 MB` */
export function bytesText(bytes: number): string {
  const power = Math.min(
    UNITS.length - 1,
    Math.max(0, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(KB))),
  );
  return `${amount(Math.round(bytes / KB ** power))} ${UNITS[power] ?? ''}`;
}
