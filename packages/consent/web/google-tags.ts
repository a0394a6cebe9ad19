declare global {
  interface Window {
    /** Read by Google's tags, whenever they come. */
    dataLayer?: unknown[];
  }
}

/** Says what is allowed the way Google's tags read it: an `arguments` object, as their own `gtag()` leaves it. */
export function tellGoogle(
  command: 'default' | 'update',
  state: Readonly<Record<string, string>>,
): void {
  window.dataLayer ??= [];
  const { dataLayer } = window;
  // An array is not taken for a command, only `arguments` is.
  function gtag(..._given: unknown[]): void {
    // oxlint-disable-next-line prefer-rest-params
    dataLayer.push(arguments);
  }
  gtag('consent', command, state);
}
