import type { Response } from 'express';
import onHeaders from 'on-headers';
import { sharedPrototype } from './shared-prototype.ts';

type Listener = () => void;

const LISTENERS: unique symbol = Symbol('before the head');

interface HeardResponse extends Response {
  [LISTENERS]?: Listener[] | undefined;
}

/**
 * Calls a listener when the head of a response is about to be sent, the latest first: `on-headers`, for what listens to
 * each response of an app. There, each has a `writeHead` of its own made; here the app's responses share one.
 */
export function beforeHead(res: HeardResponse, listener: Listener): void {
  const listeners = res[LISTENERS];
  if (listeners !== undefined) {
    listeners.push(listener);
    return;
  }
  hearHeads(res);
  // Who has put a `writeHead` of his own there may call one that he found before ours was.
  if (heard.has(Reflect.get(res, 'writeHead'))) res[LISTENERS] = [listener];
  else onHeaders(res, listener);
}

/** The app whose responses were heard last: nearly always the only one. */
let latest: unknown;
/** What we have put in the place of `writeHead`. */
const heard = new WeakSet<object>();

function hearHeads({ app }: Response): void {
  if (app === latest) return;
  latest = app;
  const prototype = sharedPrototype(app, 'response');
  const writeHead: unknown = Reflect.get(prototype, 'writeHead');
  if (typeof writeHead !== 'function' || heard.has(writeHead)) return;
  const value = function writeHeadHeard(this: HeardResponse, ...given: unknown[]): unknown {
    const listeners = this[LISTENERS];
    if (listeners === undefined) return Reflect.apply(writeHead, this, given);
    this[LISTENERS] = undefined;
    if (given.length > 1) {
      // Headers that come only now are to be seen by the listeners as well.
      onHeaders(this, () => tell(listeners));
      return Reflect.apply(Reflect.get(this, 'writeHead'), this, given);
    }
    const { statusCode } = this;
    tell(listeners);
    // One that a listener changed holds, as with `on-headers`.
    return Reflect.apply(
      writeHead,
      this,
      this.statusCode === statusCode ? given : [this.statusCode],
    );
  };
  heard.add(value);
  Object.defineProperty(prototype, 'writeHead', { configurable: true, writable: true, value });
}

function tell(listeners: readonly Listener[]): void {
  for (let at = listeners.length - 1; at >= 0; at -= 1) listeners[at]?.();
}
