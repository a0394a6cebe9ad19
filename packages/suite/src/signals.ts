const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Has `end` run when the process is asked to end, and then the process end by that signal, as it would have
 * without us. An app with listeners of its own decides itself; a second signal ends at once.
 *
 * @returns What takes it back.
 */
export function onSignals(end: (signal: string) => Promise<void>): () => void {
  let isEnding = false;
  const listener = (signal: NodeJS.Signals): void => {
    const isOurs = process.listenerCount(signal) === 1;
    if (isEnding && isOurs) leave(signal);
    isEnding = true;
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
