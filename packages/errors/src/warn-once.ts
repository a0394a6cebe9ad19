const warned = new Set<string>();

/** How a warning about a risky deployment can be kept quiet. */
export interface WarnOnceOptions {
  /** Codes that the operator has read and accepted. */
  readonly silence?: readonly string[] | undefined;
}

/**
 * Tells the operator about a risky setting, once per process and code, through Node's own warnings
 * (so `--no-warnings`, `--trace-warnings` and `process.on('warning')` work as they know them).
 */
export function warnOnce(
  code: `WARN_EMAS_${string}`,
  message: string,
  options: WarnOnceOptions = {},
): void {
  if (warned.has(code) || options.silence?.includes(code)) return;
  warned.add(code);
  process.emitWarning(message, { type: 'EmasWarning', code });
}
