import type { Server } from 'node:http';
import type { Parts } from './parts/parts.ts';
import { within } from './within.ts';

const PAUSE_MS = 50;

/**
 * Ends in an order in which nothing that was accepted is lost: no new connections, the requests that are
 * under way, what only counts, what is written, and last the log that tells of all of them. Each step is
 * bounded: an app that is asked to end ends, and one part that cannot must not keep the next one from it.
 */
export async function endInOrder(
  parts: Parts,
  servers: ReadonlySet<Server>,
  reason: string,
): Promise<void> {
  const { settings, logger, figures, redis, health } = parts;
  health.stop();
  const { grace, timeout } = settings.shutdown;
  await Promise.all([...servers].map((server) => closeServer(server, grace)));
  const half = timeout / 2;
  await within(half, Promise.all(parts.closable.map((part) => part.close())));
  await within(half, figures?.close(half));
  await logger.shutdown({ reason, timeout: half });
  await within(half, figures?.closeEngine());
  redis?.close();
}

/** Connections on which nobody waits are closed at once, the others have their time. */
async function closeServer(server: Server, grace: number): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  // One that was just answered waits for its next request, which is not to come here.
  const sweep = setInterval(() => server.closeIdleConnections(), PAUSE_MS);
  server.closeIdleConnections();
  await within(grace, closed);
  clearInterval(sweep);
  server.closeAllConnections();
}
