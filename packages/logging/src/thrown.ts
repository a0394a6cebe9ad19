/** What was thrown, in words. Anything may be thrown, and errors of workers and tests are no `Error` here. */
export function messageOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown);
  try {
    const message: unknown = Reflect.get(thrown, 'message');
    return typeof message === 'string' ? message : Object.prototype.toString.call(thrown);
  } catch {
    // A getter or a proxy of somebody else's.
    return 'something unreadable';
  }
}

/** As an `Error`, itself where it is one. */
export function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(messageOf(thrown), { cause: thrown });
}
