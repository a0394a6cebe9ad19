import { ratios } from './run-subject.js';
import { inTurns } from './warm-servers.js';

// Until the last of the code has been compiled for good: it takes longer the more of it there is.
const HOW = { warm: 15, seconds: 4, count: 9 };
/** With the suite, and what it is held against. */
export const SERVERS = {
  bare: { what: 'server-bare' },
  byHand: { what: 'server-by-hand' },
  ours: { what: 'server-ours' },
};
const SUBJECT =
  'requests/s with the whole suite on (headers, limits, sessions, consent, analytics, a line each)';
const CASES = [
  { returning: true, who: 'visitors who come back', budgets: { byHand: 2, bare: 0.5 } },
  { returning: false, who: 'visitors who were never here', budgets: { byHand: 1.5, bare: 0.35 } },
];

export const requests = {
  about: 'requests a second of bare Express, of a hand-wired stack, of the whole suite',
  async run(tell) {
    const rows = [];
    for (const { returning, who, budgets } of CASES) {
      tell(who);
      const measured = await inTurns(SERVERS, { ...HOW, returning }, tell);
      for (const [against, name] of [
        ['byHand', 'the named libraries wired by hand'],
        ['bare', 'bare Express'],
      ]) {
        rows.push({
          subject: `${SUBJECT}, ${who}`,
          against: name,
          ratios: ratios(measured.ours, measured[against]),
          budget: budgets[against],
        });
      }
    }
    return rows;
  },
};
