/** What has to be written before a process is gone. */
export interface LastWords {
  /** Writes everything, without waiting for anybody. */
  flushSync(): void;
  /** The event loop does not turn any more: what comes now has to be written as it comes. */
  onLastTurn?(): void;
  /** Something was thrown that nobody caught. */
  onCrash?(error: unknown, origin: string): void;
  /** The process was asked to end, by a signal or by its own `exit`. */
  onEnd?(reason: string): void;
}

const registered = new Set<LastWords>();
/** Those that end a process and can be waited for; SIGUSR1 is Node's own. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'] as const;
let isListening = false;

/**
 * Has last words written, for every way in which the process ends, short of those that no JavaScript hears: `kill -9`,
 * an abort, a heap that is full. While the event loop is blocked, signals wait for it.
 *
 * What happens otherwise stays as it is: a signal that nobody else listens to ends the process by that
 * signal, an error that nobody catches is printed by Node and gives a code other than 0.
 *
 * @param signals Whether to listen to signals; an app that ends by a signal loses lines otherwise.
 */
export function onProcessEnd(words: LastWords, signals: boolean): () => void {
  registered.add(words);
  listen(signals);
  return () => void registered.delete(words);
}

function listen(signals: boolean): void {
  if (signals) {
    for (const signal of SIGNALS) {
      if (!process.listeners(signal).includes(onSignal)) process.on(signal, onSignal);
    }
  }
  if (isListening) return;
  isListening = true;
  process.on('exit', onExit);
  process.on('uncaughtExceptionMonitor', onUncaught);
}

function onExit(code: number): void {
  for (const words of registered) {
    words.onEnd?.(`exit ${code}`);
    words.flushSync();
    words.onLastTurn?.();
  }
}

function onUncaught(error: unknown, origin: string): void {
  for (const words of registered) {
    if (process.listenerCount('uncaughtException') === 0) words.onCrash?.(error, origin);
    words.flushSync();
  }
}

/** The app's own handler, where it has one, decides what becomes of the process. */
function onSignal(signal: NodeJS.Signals): void {
  const isOurs = process.listenerCount(signal) === 1;
  for (const words of registered) {
    if (isOurs) words.onEnd?.(signal);
    words.flushSync();
    if (isOurs) words.onLastTurn?.();
  }
  if (!isOurs) return;
  process.off(signal, onSignal);
  process.kill(process.pid, signal);
}
