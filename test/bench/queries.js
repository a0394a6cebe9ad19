import { dataSet } from './data-set.js';
import { ALL_CORES, ratios, runSubject } from './run-subject.js';

export const queries = {
  about: 'all panels of the dashboard over thirty days of ten million hits',
  async run(tell) {
    const folder = await dataSet(
      { hits: 10_000_000, days: 30, profile: 'longTail', seed: 1 },
      tell,
    );
    const times = await runSubject('query-panels', { folder, rounds: 5 }, ALL_CORES);
    tell(`milliseconds: ${JSON.stringify(times)}`);
    const against = 'the same panels on a table of raw events';
    return [
      {
        subject: 'dashboard, all panels, 30 days',
        against,
        ratios: ratios(times.raw, times.ours),
        budget: 40,
      },
      {
        subject: 'dashboard, all panels, 30 days',
        against: '150 ms',
        ratios: times.ours.map((time) => 150 / time),
        budget: 1,
      },
      {
        subject: 'the same, one filter',
        against,
        ratios: ratios(times.rawFiltered, times.oursFiltered),
        budget: 20,
      },
      {
        subject: 'the same, one filter',
        against: '150 ms',
        ratios: times.oursFiltered.map((time) => 150 / time),
        budget: 1,
      },
    ];
  },
};
