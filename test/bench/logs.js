import { ratios, rounds, runSubject, withFolder } from './run-subject.js';

const LINES = 200_000;
const BURST = 500;

export const logs = {
  about: 'log lines a second until the last is in the file: winston File, pino, ours',
  async run(tell) {
    const measure =
      (logger, lines = LINES) =>
      () =>
        withFolder((folder) => runSubject('log-lines', { folder, logger, lines, burst: BURST }));
    const measured = await rounds(
      {
        winstonFile: measure('winstonFile'),
        pinoAsync: measure('pinoAsync'),
        oursPlain: measure('oursPlain'),
        oursChained: measure('oursChained'),
        oursSilent: measure('oursSilent', LINES * 20),
      },
      tell,
    );
    const row = (subject, ours, against, theirs, budget) => ({
      subject,
      against,
      ratios: ratios(measured[ours], measured[theirs]),
      budget,
    });
    const chained = 'log lines/s, chained and redacted';
    return [
      row(chained, 'oursChained', 'pino, asynchronous destination', 'pinoAsync', 1),
      row(chained, 'oursChained', "winston's File", 'winstonFile', null),
      row(
        'log lines/s, redacted, not chained',
        'oursPlain',
        'pino, asynchronous destination',
        'pinoAsync',
        null,
      ),
      row(
        'calls/s at a level that is not wanted',
        'oursSilent',
        'those that are',
        'oursChained',
        20,
      ),
    ];
  },
};
