/**
 * Handlers of an app of Express 4 or 5, or of a router, in the order in which requests meet them.
 *
 * @returns `undefined` for what is none.
 */
export function stackOf(host: object): unknown[] | undefined {
  // Express 4 keeps it in `_router`, from the first handler on; there `app.router` throws.
  const isFour = typeof Reflect.get(host, 'lazyrouter') === 'function';
  const isRouter = Array.isArray(Reflect.get(host, 'stack'));
  const router: unknown = isRouter ? host : Reflect.get(host, isFour ? '_router' : 'router');
  if ((typeof router !== 'object' && typeof router !== 'function') || router === null) {
    return undefined;
  }
  const stack: unknown = Reflect.get(router, 'stack');
  return Array.isArray(stack) ? stack : undefined;
}
