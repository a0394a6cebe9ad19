/**
 * What the requests or the responses of an app inherit from, its own and those of all apps that are mounted in it: a
 * property of that is seen on each of them, and costs none of them anything.
 *
 * @param kind `request` or `response`, the property of the app.
 */
export function sharedPrototype(app: object, kind: 'request' | 'response'): object {
  const parent: unknown = Reflect.get(app, 'parent');
  if (typeof parent === 'function') return sharedPrototype(parent, kind);
  const shared: unknown = Reflect.get(app, kind);
  return typeof shared === 'object' && shared !== null ? shared : {};
}
