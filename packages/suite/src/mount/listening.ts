import type { Server } from 'node:http';
import type { Application } from 'express';

/** Is told of each server that `app.listen()` starts. */
export function onListen(app: Application, told: (server: Server) => void): void {
  // It takes what `Server.listen()` takes, in all its forms, which is handed on as it is.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const listen = app.listen.bind(app) as (...given: unknown[]) => Server;
  Reflect.set(app, 'listen', (...given: unknown[]): Server => {
    const server = listen(...given);
    told(server);
    return server;
  });
}
