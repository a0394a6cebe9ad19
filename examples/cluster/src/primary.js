import cluster from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';

const MINUTE_MS = 60_000;
const SHORTEST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5000;
/** No accident any more: each worker died twice within a minute, or a few of them more often. */
const mostDeaths = (count) => Math.max(6, 2 * count);

/** Keeps so many workers running until this process is asked to end. */
export function keepWorkers(count) {
  const listening = new Set();
  let hasListened = false;
  let deaths = [];
  const ending = new AbortController();

  for (let started = 0; started < count; started += 1) cluster.fork();

  cluster.on('listening', (worker, { port }) => {
    listening.add(worker.id);
    hasListened = true;
    if (listening.size === count) say(`http://localhost:${port}/ (${count} workers)`);
  });

  cluster.on('exit', (worker, code, signal) => {
    listening.delete(worker.id);
    if (ending.signal.aborted) return;
    const now = Date.now();
    deaths = [...deaths.filter((at) => now - at < MINUTE_MS), now];
    say(`Worker ${worker.process.pid} died (${signal ?? `code ${code}`}).`);
    // Such as a missing key or a port that is taken. The workers have said it, and would say it again.
    if (!hasListened && deaths.length >= count) giveUp('No worker was able to start.');
    else if (deaths.length >= mostDeaths(count))
      giveUp(`${deaths.length} workers died within a minute.`);
    else replaceLater();
  });

  // Each may come several times, such as from the terminal and from npm.
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => end(`Got ${signal}.`));

  /** What kills workers one after the other needs no new one at once. */
  function replaceLater() {
    const pause = Math.min(SHORTEST_PAUSE_MS * 2 ** (deaths.length - 1), LONGEST_PAUSE_MS);
    say(`Another one starts in ${pause} ms.`);
    sleep(pause, undefined, ending).then(
      () => cluster.fork(),
      () => {}, // The end came before.
    );
  }

  /** Another code than 0 tells systemd, Docker and PM2 of a failure; their own limits hold from here on. */
  function giveUp(reason) {
    process.exitCode = 1;
    end(`${reason} Giving up.`);
  }

  function end(reason) {
    if (ending.signal.aborted) return;
    ending.abort();
    say(`${reason} The workers finish what they have; this process ends with the last of them.`);
    // A message and not a signal: a terminal and systemd have sent theirs to the workers as well, and another
    // signal may be taken for "at once". A worker that is gone meanwhile needs no message.
    for (const worker of Object.values(cluster.workers)) worker.send('shutdown', () => {});
  }
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
