import { AsyncResource } from 'node:async_hooks';
import { stackOf } from '@emas/request-context/internal';
import type { Application, ErrorRequestHandler, Request, Response } from 'express';

/** What a request failed by, and the status that it was answered with. */
export type TellError = (error: unknown, req: Request, status: number) => void;

/** Routers in routers: a bound against a loop of them. */
const DEEPEST = 8;
const SERVER_FAULT = 500;

/**
 * Errors that the app's own error page answers. It ends them, so that nothing behind it would hear of them; here they
 * are seen on their way into it. Whether an error is the app's fault the page decides, by its status.
 */
export class AnsweredErrors {
  readonly #tell: TellError;
  readonly #heard = new WeakSet<Response>();
  readonly #toldElsewhere = new WeakSet<Response>();
  readonly #looked = new WeakSet<object>();
  #length = 0;

  constructor(tell: TellError) {
    this.#tell = tell;
  }

  /** Listens at all error handlers that the app has by now: apps add theirs behind what they mount. */
  listenIn(app: Application): void {
    const { length } = stackOf(app) ?? [];
    if (length === this.#length) return;
    this.#length = length;
    this.#look(app, 0);
  }

  /** No page of the app has answered: who does so tells of the error as well. */
  isToldElsewhere(res: Response): void {
    this.#toldElsewhere.add(res);
  }

  #look(host: object, depth: number): void {
    for (const layer of stackOf(host) ?? []) {
      if (typeof layer !== 'object' || layer === null) continue;
      const handle: unknown = Reflect.get(layer, 'handle');
      const route: unknown = Reflect.get(layer, 'route');
      if (isErrorHandler(handle)) this.#listenAt(layer, handle);
      else if (depth < DEEPEST) this.#look(Object(route ?? handle), depth + 1);
    }
  }

  #listenAt(layer: object, handle: ErrorRequestHandler): void {
    if (this.#looked.has(layer)) return;
    this.#looked.add(layer);
    const hear = this.#hear.bind(this);
    // Express knows an error handler by its four parameters.
    Reflect.set(layer, 'handle', function emasHears(this: unknown, ...given: HandlerArguments) {
      const [error, req, res] = given;
      hear(error, req, res);
      return Reflect.apply(handle, this, given);
    });
    Object.defineProperty(Reflect.get(layer, 'handle'), 'length', { value: handle.length });
  }

  #hear(error: unknown, req: Request, res: Response): void {
    // Of a page that hands on to another the first has the cause.
    if (this.#heard.has(res)) return;
    this.#heard.add(res);
    // The log names the request by its context, which a connection that closes has no more.
    const ended = AsyncResource.bind(() => {
      if (res.statusCode < SERVER_FAULT || this.#toldElsewhere.has(res)) return;
      this.#tell(error, req, res.statusCode);
    });
    res.once('close', ended);
  }
}

type HandlerArguments = Parameters<ErrorRequestHandler>;

function isErrorHandler(handle: unknown): handle is ErrorRequestHandler {
  return typeof handle === 'function' && handle.length === 4;
}
