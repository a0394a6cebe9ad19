import expressSession from 'express-session';
import { EmasError } from '@emas/errors';

/** Gives express-session's sessions the method that `Session` is declared to have in request.ts. */
export function defineRotate(): void {
  Object.defineProperty(expressSession.Session.prototype, 'rotate', {
    configurable: true,
    enumerable: false,
    writable: true,
    value: function rotate(this: expressSession.Session, callback: (error: unknown) => void) {
      // express-session keeps its request on it, where enumeration does not see it.
      const req: unknown = Reflect.get(this, 'req');
      const store = property(req, 'sessionStore');
      const rotated = property(store, 'rotate');
      if (typeof rotated === 'function') Reflect.apply(rotated, store, [req, callback]);
      else
        callback(
          new EmasError('ERR_EMAS_SESSION_MISSING', 'This request did not pass through session().'),
        );
      return this;
    },
  });
}

function property(owner: unknown, name: string): unknown {
  return typeof owner === 'object' && owner !== null ? Reflect.get(owner, name) : undefined;
}
