import type { Store } from 'express-session';
import type { Gateway } from './gateway.ts';

/**
 * What `req.sessionStore` is over a store of the app's own: the gateway, and behind it all that the app's
 * store has besides. It stays an instance of the app's class.
 */
export function frontedStore(gateway: Gateway, backing: Store): Store {
  return new Proxy(gateway, {
    get(target, property) {
      const owner = property in target ? target : backing;
      const value: unknown = Reflect.get(owner, property);
      return typeof value === 'function' ? value.bind(owner) : value;
    },
    has: (target, property) => property in target || property in backing,
    getPrototypeOf: () => Reflect.getPrototypeOf(backing),
  });
}
