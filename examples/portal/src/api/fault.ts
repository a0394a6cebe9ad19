/** Fails as a bug does, to see what the log and the visitor get of it. */
export function fault(): never {
  throw new TypeError("Cannot read properties of undefined (reading 'panel')");
}
