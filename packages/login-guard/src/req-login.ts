import type { Request } from 'express';
import type { LoginContext } from './login-context.ts';

/**
 * Puts the context on `req.login`, which is also the name of passport's method: that one is kept and can be
 * called as ever, whether it was there before or comes later. Who signs somebody in by it has succeeded.
 */
export function defineLogin(req: Request, context: LoginContext): void {
  let theirs: unknown = Reflect.get(req, 'login');
  const login = (...given: unknown[]): unknown => {
    if (typeof theirs !== 'function') {
      throw new TypeError('req.login() belongs to passport, which is not mounted here.');
    }
    void context.succeeded(namesOf(given[0])).catch(() => undefined);
    return Reflect.apply(theirs, req, given);
  };
  const face = Object.defineProperties(login, {
    failed: { value: context.failed.bind(context) },
    succeeded: { value: context.succeeded.bind(context) },
    ignored: { value: context.ignored.bind(context) },
    isKnown: { get: () => context.isKnown },
  });
  Object.defineProperty(req, 'login', {
    configurable: true,
    enumerable: true,
    get: () => face,
    set(value: unknown) {
      if (value !== face) theirs = value;
    },
  });
  watchLogIn(req, context);
}

/** passport's own strategies call it by its other name. */
function watchLogIn(req: Request, context: LoginContext): void {
  let theirs: unknown = Reflect.get(req, 'logIn');
  const watched = (...given: unknown[]): unknown => {
    void context.succeeded(namesOf(given[0])).catch(() => undefined);
    return typeof theirs === 'function' ? Reflect.apply(theirs, req, given) : undefined;
  };
  Object.defineProperty(req, 'logIn', {
    configurable: true,
    enumerable: true,
    get: () => (theirs === undefined ? undefined : watched),
    set(value: unknown) {
      if (value !== watched) theirs = value;
    },
  });
}

/** The names that a user of passport has: what was typed may be somebody else's. */
function namesOf(user: unknown): { account?: readonly string[] } {
  if (typeof user !== 'object' || user === null) return {};
  const names = ['username', 'email', 'login']
    .map((field): unknown => Reflect.get(user, field))
    .filter((name) => typeof name === 'string');
  return names.length === 0 ? {} : { account: names };
}
