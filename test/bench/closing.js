import { ALL_CORES, ratios, rounds, runSubject, withFolder } from './run-subject.js';

const SECONDS = 60;
const BYTES = 500e6;

/** What it costs to turn a day that is over into what is kept. */
export const closing = {
  about:
    'processor time and memory of closing a day of a million hits, with pages served meanwhile',
  async run(tell) {
    const answers = [];
    const closed = async (profile, round) =>
      withFolder(async (folder) => {
        const day = { folder, hits: 1_000_000, profile, seed: round + 1 };
        const answer = await runSubject('close-day', day, ALL_CORES);
        tell(`${profile}: ${JSON.stringify(answer)}`);
        return answer;
      });
    const close = async (round) => {
      const answer = await closed('longTail', round);
      answers.push(answer);
      return answer.seconds;
    };
    const { close: seconds } = await rounds({ close }, tell, 3);
    const lone = await closed('lone', 0);
    return [
      {
        subject: 'processor time of closing a day of a million hits',
        against: `${SECONDS} s`,
        ratios: seconds.map((time) => SECONDS / time),
        budget: 1,
      },
      {
        subject: "the engine's memory meanwhile",
        against: '500 MB more than before',
        ratios: answers.map(({ bytes }) => BYTES / bytes),
        budget: 1,
      },
      {
        subject: 'the same, each hit of a visitor of its own, 9,000 pages',
        against: '500 MB more than before',
        ratios: [BYTES / lone.bytes],
        budget: 1,
      },
      {
        subject: 'pages a second meanwhile',
        against: 'pages a second before',
        ratios: ratios(
          answers.map(({ meanwhile }) => meanwhile),
          answers.map(({ before }) => before),
        ),
        budget: null,
      },
    ];
  },
};
