/**
 * What makes a text harmless for a terminal, loaded when there is something to show: a command that ends well
 * does not need it.
 */
export async function loadVisibleText(): Promise<(text: string) => string> {
  try {
    return (await import('@emas/logging/internal')).visibleText;
  } catch {
    // The installation is broken, which is what is to be said.
    return (text) => JSON.stringify(text);
  }
}
