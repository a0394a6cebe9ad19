import { ALL_CORES, ratios, rounds, runSubject, withFolder } from './run-subject.js';

/** What the embedded engine costs the app that uses it, as a process beside it and inside it. */
export const engine = {
  about: "the app's memory and its waits for a file, with the engine beside it and inside it",
  async run(tell) {
    const memory = { beside: [], inside: [] };
    const ask = (place) => async () =>
      withFolder(async (folder) => {
        const { rss, longestWait } = await runSubject('engine-place', { folder, place }, ALL_CORES);
        memory[place].push(rss);
        tell(`${place}: ${(rss / 1e6).toFixed(0)} MB, longest wait ${longestWait.toFixed(0)} ms`);
        return longestWait;
      });
    const waits = await rounds({ beside: ask('beside'), inside: ask('inside') }, tell);
    return [
      {
        subject: "the app's memory with the engine beside it",
        against: 'the engine inside it',
        ratios: ratios(memory.inside, memory.beside),
        budget: 2,
      },
      {
        subject: 'longest wait for fs.stat while eight queries run',
        against: 'the engine inside it',
        ratios: ratios(waits.inside, waits.beside),
        budget: 5,
      },
    ];
  },
};
