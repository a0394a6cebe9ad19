/** Removes entries of the browser's storage by name; `chatter_*` is all that begin so. */
export function clearStorage(names: readonly string[]): void {
  if (names.length === 0) return;
  const isUnwanted = (key: string): boolean =>
    names.some((name) => (name.endsWith('*') ? key.startsWith(name.slice(0, -1)) : key === name));
  for (const kind of ['localStorage', 'sessionStorage'] as const) {
    // Where the visitor has the browser refuse it, to look at it is an error; nothing is in it then.
    try {
      const storage = window[kind];
      for (const key of Object.keys(storage)) if (isUnwanted(key)) storage.removeItem(key);
    } catch {
      continue;
    }
  }
  clearDatabases(names, isUnwanted).catch(() => undefined);
}

/** Firefox lists them from 126 on; those of a full name are known without. */
async function clearDatabases(
  names: readonly string[],
  isUnwanted: (name: string) => boolean,
): Promise<void> {
  for (const name of names) if (!name.endsWith('*')) indexedDB.deleteDatabase(name);
  const known = await indexedDB.databases();
  for (const { name } of known) {
    if (name !== undefined && isUnwanted(name)) indexedDB.deleteDatabase(name);
  }
}
