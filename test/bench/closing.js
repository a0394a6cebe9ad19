import { ALL_CORES, ratios, rounds, runSubject, withFolder } from './run-subject.js';

const SECONDS = 60;
const BYTES = 500e6;

/** What it costs to turn a day that is over into what is kept. */
export const closing = {
  about:
    'processor time and memory of closing a day of a million hits, with pages served meanwhile',
  async run(tell) {
    const answers = [];
    const close = async (round) =>
      withFolder(async (folder) => {
        const day = { folder, hits: 1_000_000, profile: 'longTail', seed: round + 1 };
        const answer = await runSubject('close-day', day, ALL_CORES);
        tell(JSON.stringify(answer));
        answers.push(answer);
        return answer.seconds;
      });
    const { close: seconds } = await rounds({ close }, tell, 3);
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
