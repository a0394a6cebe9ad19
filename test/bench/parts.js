import { ratios } from './run-subject.js';
import { SUITE_PARTS } from './suite-parts.js';
import { inTurns } from './warm-servers.js';

const HOW = { returning: true, warm: 8, seconds: 2, count: 5 };

/** So that what got slower has a name. */
export const parts = {
  about: 'what each part of the suite costs: alone against bare Express, and all without it',
  async run(tell) {
    const all = Object.keys(SUITE_PARTS);
    const server = (wanted) => ({ what: 'server-ours', options: { parts: wanted } });
    const servers = {
      bare: { what: 'server-bare' },
      least: { what: 'server-least' },
      context: server([]),
      all: server(all),
      ...Object.fromEntries(
        all.flatMap((part) => [
          [`${part} alone`, server([part])],
          [`all but ${part}`, server(all.filter((other) => other !== part))],
        ]),
      ),
    };
    const measured = await inTurns(servers, HOW, tell);
    const row = (name, subject, against, as) => ({
      subject: `requests/s with ${subject}`,
      against: as,
      ratios: ratios(measured[name], measured[against]),
      budget: null,
    });
    return [
      row('least', 'the least that the promises need, in one function', 'bare', 'bare Express'),
      row('context', 'the request context alone', 'bare', 'bare Express'),
      ...all.map((part) =>
        row(
          `${part} alone`,
          `${SUITE_PARTS[part]} and the request context`,
          'bare',
          'bare Express',
        ),
      ),
      row('all', 'all parts', 'bare', 'bare Express'),
      row('all', 'all parts', 'least', 'the least that the promises need, in one function'),
      ...all.map((part) =>
        row(`all but ${part}`, `all parts but ${SUITE_PARTS[part]}`, 'all', 'all parts'),
      ),
    ];
  },
};
