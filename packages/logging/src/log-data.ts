/** What a line tells beside its message: redacted, as text and as values. */
export interface LogData {
  /** One line; `''` where there is nothing. */
  readonly json: string;
  /** The same as values, where they are at hand: else they are read from the text. */
  readonly fields?: (() => Readonly<Record<string, unknown>>) | undefined;
}

export const NO_DATA: LogData = { json: '' };

/** Never throws: what is no object is told under a name. */
export function fieldsOf({ json, fields }: LogData): Readonly<Record<string, unknown>> {
  if (fields !== undefined) return fields();
  if (json === '') return {};
  try {
    const data: unknown = JSON.parse(json);
    return typeof data === 'object' && data !== null && !Array.isArray(data)
      ? { ...data }
      : { data };
  } catch {
    return { data: json };
  }
}
