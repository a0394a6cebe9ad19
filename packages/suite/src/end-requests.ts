import cluster from 'node:cluster';
import { errorCode } from '@emas/errors';
import { FirstRequest } from './first-request.ts';

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const;

/** What PM2 sends on Windows and with `shutdown_with_message`, and a primary may send to its workers. */
const SHUTDOWN = 'shutdown';

type End = (reason: string) => Promise<unknown>;

/** Of every suite in this process: none may end the process before the others are done. */
const ends = new Set<End>();
let first = new FirstRequest();

/**
 * Runs `end` when the process is asked to end, and then ends it as it would have ended without us. Asked are:
 *
 * - by a signal. An app with listeners of its own for it decides itself. A second signal ends the process at
 *   once, unless it comes so soon that it is the first one again.
 * - by the message `shutdown`, in a worker of `node:cluster` and below PM2.
 * - a worker of `node:cluster` by the end of its primary, such as after `kill -9`. Node would end the worker
 *   at once; it stays until everything is written.
 *
 * @returns What takes it back.
 */
export function onEndRequest(end: End): () => void {
  if (ends.size === 0) listen();
  ends.add(end);
  return () => {
    if (ends.delete(end) && ends.size === 0) stopListening();
  };
}

function listen(): void {
  first = new FirstRequest();
  for (const signal of SIGNALS) process.on(signal, onSignal);
  cluster.worker?.on('disconnect', onDisconnect).on('error', onChannelError);
  // A listener keeps a child with a channel alive; a worker has one of Node's own.
  if (cluster.isWorker || process.env['pm_id'] !== undefined) process.on('message', onMessage);
}

function stopListening(): void {
  for (const signal of SIGNALS) process.off(signal, onSignal);
  cluster.worker?.off('disconnect', onDisconnect).off('error', onChannelError);
  process.off('message', onMessage);
}

function onSignal(signal: NodeJS.Signals): void {
  const isOurs = process.listenerCount(signal) === 1;
  const leave = (): void => {
    if (!isOurs) return;
    stopListening();
    process.kill(process.pid, signal);
  };
  const kind = first.made();
  if (kind === 'first') endThen(signal, leave);
  else if (kind === 'second') leave();
}

function onMessage(message: unknown): void {
  if (message === SHUTDOWN && first.made() === 'first') endThen(SHUTDOWN, leaveByExit);
}

function onDisconnect(): void {
  const { worker } = cluster;
  if (worker === undefined) return;
  const isPrimaryGone = !worker.exitedAfterDisconnect;
  // Node asks after its listeners, and ends the process at once unless this is set.
  worker.exitedAfterDisconnect = true;
  first.made();
  // Even where a signal was first and the app decides about those: without us, the process would be gone.
  endThen('disconnect', isPrimaryGone ? leaveByExit : () => undefined);
}

/** A server that is closed tells the primary. If that is gone and this not yet known here, Node throws. */
function onChannelError(error: Error): void {
  if (errorCode(error) !== 'EPIPE') throw error;
}

function endThen(reason: string, leave: () => void): void {
  void Promise.allSettled([...ends].map((end) => end(reason))).then(leave);
}

function leaveByExit(): void {
  process.exit();
}
