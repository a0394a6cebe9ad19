import { singleLines } from './line-form.ts';
import type { LineForm } from './line-form.ts';
import { localTimeReader } from './local-times.ts';
import { verdictOf } from './programs/program-messages.ts';
import { vsftpd } from './programs/vsftpd.ts';

const LINE =
  /^[A-Z][a-z]{2} (?<day>[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d) (?<year>\d{4}) (?<message>\[pid \d{1,10}\] .*)$/s;

/** The file that vsftpd writes itself: `Mon Nov 23 10:00:00 2026 [pid 2] [ali] FAIL LOGIN: Client "…"`. */
export const vsftpdForm: LineForm = singleLines('vsftpd.log', (options) => {
  const readTime = localTimeReader(options);
  return (line) => {
    const { day, year, message } = LINE.exec(line)?.groups ?? {};
    if (message === undefined) return undefined;
    const time = readTime(`${day} ${year}`);
    if (Number.isNaN(time)) return undefined;
    return verdictOf({ time, program: 'vsftpd', process: '', message }, vsftpd) ?? 'none';
  };
});
