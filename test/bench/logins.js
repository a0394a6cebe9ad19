import { median } from './median.js';
import { ratios, rounds, runSubject } from './run-subject.js';

const ATTEMPTS = 1_000_000;
const WANTED_A_SECOND = 100_000;
const WANTED_BYTES = 256 * 1024 * 1024;
const ANSWERS = 200;

export const logins = {
  about:
    'attempts a second through the detectors, their memory, and whether time tells of an account',
  async run(tell) {
    const bytes = [];
    const detect = async (round) => {
      const found = await runSubject('detect-logins', { attempts: ATTEMPTS, seed: round + 1 });
      bytes.push(found.bytes);
      tell(
        `${(found.bytes / 1e6).toFixed(0)} MB, ${found.tracked} tracked, ${found.incidents} incidents`,
      );
      return found.perSecond;
    };
    const measured = await rounds({ detectors: detect, wanted: () => WANTED_A_SECOND }, tell);
    const timing = await timings(tell);
    return [
      {
        subject:
          'attempts/s through the detectors, a million over 100,000 accounts and 50,000 prefixes',
        against: '100,000 a second',
        ratios: ratios(measured.detectors, measured.wanted),
        budget: 1,
      },
      {
        subject: 'memory that the same take',
        against: '256 MiB',
        ratios: bytes.map((used) => WANTED_BYTES / used),
        budget: 1,
      },
      ...timing,
    ];
  },
};

/** A handler that looks for the password only where there is an account: what the guard makes of it. */
async function timings(tell) {
  const measured = { guarded: [], bare: [] };
  for (let round = 0; round < 5; round += 1) {
    for (const kind of ['guarded', 'bare']) {
      const { unknown, wrong } = await runSubject(
        'time-logins',
        { guarded: kind === 'guarded', answers: ANSWERS },
        -1,
      );
      const distance = largestGap(unknown, wrong);
      measured[kind].push(sameWithin(unknown.length, wrong.length) / distance);
      const [one, other] = [median(unknown), median(wrong)].map((time) => time.toFixed(2));
      tell(`round ${round + 1}: ${kind} D ${distance.toFixed(3)}, medians ${one} and ${other} ms`);
    }
  }
  const against = 'by how much samples of one distribution differ (Kolmogorov-Smirnov, 1 %)';
  const row = (subject, kind, budget) => ({ subject, against, ratios: measured[kind], budget });
  return [
    row('time of an unknown account and of a wrong password, guarded', 'guarded', 1),
    row('the same without the guard', 'bare', null),
  ];
}

/** The statistic D of Kolmogorov and Smirnov: where the two distributions are furthest apart. */
function largestGap(one, other) {
  const share = (values, most) => values.filter((value) => value <= most).length / values.length;
  return Math.max(...[...one, ...other].map((at) => Math.abs(share(one, at) - share(other, at))));
}

/** The D that two samples of the same exceed once in a hundred times. */
function sameWithin(one, other) {
  return 1.628 * Math.sqrt((one + other) / (one * other));
}
