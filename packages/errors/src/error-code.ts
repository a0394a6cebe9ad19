/**
 * The code that an error of another's carries: Node.js's name (`ENOENT`), a database's number.
 *
 * @returns '' where it has none, or is no object.
 */
export function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' || typeof error.code === 'number' ? String(error.code) : '';
}
