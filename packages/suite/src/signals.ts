const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const;

/** A wrapper such as npm passes Ctrl-C on, and the terminal sends it to the app as well. */
const SAME_SIGNAL_MS = 1000;

/**
 * Runs `end` when the process is asked to end, and then ends it by that signal, as without us. An app with
 * listeners of its own decides itself. A second signal ends the process at once, unless it comes so soon
 * that it is the first one again.
 *
 * @returns What takes it back.
 */
export function onSignals(end: (signal: string) => Promise<void>): () => void {
  let endingSince: number | undefined;
  const listener = (signal: NodeJS.Signals): void => {
    const isOurs = process.listenerCount(signal) === 1;
    if (endingSince !== undefined) {
      if (isOurs && performance.now() - endingSince > SAME_SIGNAL_MS) leave(signal);
      return;
    }
    endingSince = performance.now();
    void end(signal).then(() => {
      if (isOurs) leave(signal);
      return undefined;
    });
  };
  const leave = (signal: NodeJS.Signals): void => {
    takeBack();
    process.kill(process.pid, signal);
  };
  const takeBack = (): void => {
    for (const signal of SIGNALS) process.off(signal, listener);
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  return takeBack;
}
