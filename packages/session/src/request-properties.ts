import type { Request } from 'express';
import { sessionRequestOf } from './session-request.ts';

/*
 * `req.session` is opened with the first look at it: a request that never looks costs neither the reading
 * of the data nor the comparing at the end. The look is noticed by a property of the app's request
 * prototype, `app.request`, since one of each request's own would cost more than the looking.
 */

/** Puts `session` and `sessionID` on the requests of an app and of all that is mounted in it. */
export function defineRequestProperties(req: Request): void {
  const prototype = requestPrototypeOf(req.app);
  if (!Object.hasOwn(prototype, 'session')) Object.defineProperties(prototype, PROPERTIES);
}

/** A request's own from here on, which can be replaced and deleted as any property: also in apps that have none of ours. */
function setOwn(req: Request, name: 'session' | 'sessionID', value: unknown): void {
  Object.defineProperty(req, name, {
    configurable: true,
    enumerable: true,
    writable: true,
    value,
  });
}

/** The outermost app's: those of apps mounted in it inherit from it. */
function requestPrototypeOf(app: object): object {
  const parent: unknown = Reflect.get(app, 'parent');
  if (typeof parent === 'function') return requestPrototypeOf(parent);
  const request: unknown = Reflect.get(app, 'request');
  return typeof request === 'object' && request !== null ? request : {};
}

const PROPERTIES: PropertyDescriptorMap = {
  session: {
    configurable: true,
    get(this: Request): unknown {
      const request = sessionRequestOf(this);
      // Once opened it is the request's own, unless it was ended since.
      return request?.open() === true ? this.session : undefined;
    },
    set(this: Request, value: unknown) {
      sessionRequestOf(this)?.open();
      setOwn(this, 'session', value);
    },
  },
  sessionID: {
    configurable: true,
    get(this: Request): string | undefined {
      return sessionRequestOf(this)?.id;
    },
    set(this: Request, value: string) {
      setOwn(this, 'sessionID', value);
    },
  },
};
