import { dataSet } from './data-set.js';
import { ALL_CORES, ratios, runSubject } from './run-subject.js';

export const queries = {
  about: 'all panels of the dashboard over thirty days of ten and of a hundred million hits',
  async run(tell) {
    const load = { days: 30, profile: 'longTail', seed: 1 };
    const folder = await dataSet({ ...load, hits: 10_000_000 }, tell);
    const large = await dataSet({ ...load, hits: 100_000_000, closed: 3 }, tell);
    const ask = async (options) => runSubject('query-panels', { ...options, rounds: 5 }, ALL_CORES);
    const times = await ask({ folder, hasRaw: true });
    tell(`milliseconds: ${JSON.stringify(times)}`);
    const ofLarge = await ask({ folder: large, hasRaw: false });
    tell(`milliseconds, a hundred million: ${JSON.stringify(ofLarge)}`);
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
      {
        subject: 'dashboard, all panels, 30 days of a hundred million hits',
        against: 'the same of ten million',
        ratios: ratios(times.ours, ofLarge.ours),
        budget: 0.5,
      },
      {
        subject: 'the same, one filter',
        against: 'the same of ten million',
        ratios: ratios(times.oursFiltered, ofLarge.oursFiltered),
        budget: 0.5,
      },
    ];
  },
};
