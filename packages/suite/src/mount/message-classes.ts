import * as http from 'node:http';
import type { Application } from 'express';

/** A class of Node.js, and what takes its place. */
interface Replaced {
  readonly standard: unknown;
  readonly own: unknown;
}

/** From here on V8 does by itself what this is for. */
const NOT_NEEDED_FROM = 24;

/**
 * Has servers make requests and responses that are an app's from the start.
 *
 * Express changes the prototype of each, and whatever is put on an object after that gives it a hidden class
 * of its own in V8 before Node.js 24: everything that is read of it then is looked up anew, more than a
 * hundred times in a request, which costs more than all parts of the suite. Of an object whose prototype it
 * is already, nothing is changed. This file can go with Node.js 22, whose life ends on 30 April 2027.
 *
 * @see https://github.com/nodejs/node/issues/37457
 * @see https://github.com/expressjs/express/issues/5998
 * @returns What has a server do so; one that was given classes of its own keeps them.
 */
export function messageClassesOf(app: Application): (server: http.Server) => void {
  if (Number.parseInt(process.versions.node, 10) >= NOT_NEEDED_FROM) return () => undefined;
  // Named as Node.js names them, for code that looks at a constructor's name.
  class IncomingMessage extends http.IncomingMessage {}
  class ServerResponse extends http.ServerResponse {}
  takePlaceOf(app, 'request', IncomingMessage.prototype);
  takePlaceOf(app, 'response', ServerResponse.prototype);
  const classes = new Map<string | undefined, Replaced>([
    ['IncomingMessage', { standard: http.IncomingMessage, own: IncomingMessage }],
    ['ServerResponse', { standard: http.ServerResponse, own: ServerResponse }],
  ]);
  return (server) => {
    // `createServer()` has options for them, but Express's `listen()` calls it without. A Node.js that keeps
    // them elsewhere makes what it always made, which is slower and nothing else.
    for (const symbol of Object.getOwnPropertySymbols(server)) {
      const replaced = classes.get(symbol.description);
      if (replaced !== undefined && Reflect.get(server, symbol) === replaced.standard)
        Reflect.set(server, symbol, replaced.own);
    }
  };
}

/** Makes a prototype what `app.request` or `app.response` was, also for the apps that are mounted in it. */
function takePlaceOf(app: Application, name: 'request' | 'response', prototype: object): void {
  const given: unknown = Reflect.get(app, name);
  if (typeof given !== 'object' || given === null) return;
  Object.setPrototypeOf(prototype, Reflect.getPrototypeOf(given));
  Object.defineProperties(prototype, Object.getOwnPropertyDescriptors(given));
  for (const key of Reflect.ownKeys(given)) Reflect.deleteProperty(given, key);
  Object.setPrototypeOf(given, prototype);
  Reflect.set(app, name, prototype);
}
