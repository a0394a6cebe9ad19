import { dataSet } from './data-set.js';
import { ratios, runSubject } from './run-subject.js';

const MILLION = 1_000_000;
const SEEDS = [1, 2, 3, 4, 5];

export const bytes = {
  about: 'bytes on disk of a million hits (three days of a busy site)',
  async run(tell) {
    const rows = [];
    for (const [profile, name] of [
      ['portal', 'a portal of thirty pages'],
      ['longTail', 'nearly every hit a combination of its own'],
    ]) {
      const measured = [];
      for (const seed of SEEDS) {
        const folder = await dataSet({ hits: MILLION, days: 3, profile, seed }, tell);
        measured.push(await runSubject('measure-bytes', { folder }));
        tell(`${profile} ${seed}: ${JSON.stringify(measured.at(-1))}`);
      }
      const of = (table) => measured.map((sizes) => sizes[table]);
      const subject = `bytes a million hits, ${name}`;
      rows.push(
        {
          subject,
          against: 'raw events such as are commonly kept',
          ratios: ratios(of('common'), of('ours')),
          budget: null,
        },
        {
          subject,
          against: 'raw events in a lean table',
          ratios: ratios(of('lean'), of('ours')),
          budget: profile === 'portal' ? 40 : 12,
        },
      );
    }
    return rows;
  },
};
