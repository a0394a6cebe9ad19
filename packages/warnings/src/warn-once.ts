const warned = new Set<string>();

/**
 * Warns the operator about a risky setting, once per process and code, through Node's own warnings: so
 * `--no-warnings`, `--trace-warnings`, `--disable-warning=CODE` and `process.on('warning')` work as usual.
 */
export function warnOnce(code: `WARN_EMAS_${string}`, message: string): void {
  if (warned.has(code)) return;
  warned.add(code);
  process.emitWarning(message, { type: 'EmasWarning', code });
}
