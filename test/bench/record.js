import { ratios, rounds, runSubject, withFolder } from './run-subject.js';

const HITS = 1_000_000;

/** Both are given the same hits, ten thousand at a time; making them is not part of the time. */
async function compare(profile, tell) {
  const load = { hits: HITS, profile, days: 0.2, from: Date.UTC(2026, 10, 23, 2) };
  return rounds(
    {
      [`ours, ${profile}`]: () =>
        withFolder((folder) => runSubject('record-ours', { ...load, folder })),
      [`rows, ${profile}`]: () =>
        withFolder((folder) => runSubject('record-rows', { ...load, folder })),
    },
    tell,
  );
}

export const record = {
  about: 'hits a second into the embedded engine, one core',
  async run(tell) {
    const portal = await compare('portal', tell);
    const longTail = await compare('longTail', tell);
    const against = 'one JSON row a hit in batches of 10,000';
    return [
      {
        subject: 'hits/s recorded, a portal of thirty pages',
        against,
        ratios: ratios(portal['ours, portal'], portal['rows, portal']),
        budget: 2.5,
      },
      {
        subject: 'hits/s recorded, nearly every hit a combination of its own',
        against,
        ratios: ratios(longTail['ours, longTail'], longTail['rows, longTail']),
        budget: 1.3,
      },
    ];
  },
};
