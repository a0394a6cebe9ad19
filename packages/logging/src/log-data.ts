/** What a line tells beside its message: redacted, as text and as values. */
export interface LogData {
  /** One line; `''` where there is nothing. */
  readonly json: string;
  /** The same as values; made when it is asked for. */
  readonly fields: () => Readonly<Record<string, unknown>>;
}

export const NO_DATA: LogData = { json: '', fields: () => ({}) };

/** Of a JSON object that was written before. */
export function dataOfJson(json: string): LogData {
  return json === '' ? NO_DATA : { json, fields: once(() => fieldsOfJson(json)) };
}

/** Makes something with the first question, and keeps it. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Never throws: what is no object is told under a name. */
function fieldsOfJson(json: string): Readonly<Record<string, unknown>> {
  try {
    const data: unknown = JSON.parse(json);
    return typeof data === 'object' && data !== null && !Array.isArray(data)
      ? { ...data }
      : { data };
  } catch {
    return { data: json };
  }
}
