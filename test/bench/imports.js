import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { ratios, rounds, runSubject, withFolder } from './run-subject.js';
import { PROFILES, trafficModel } from './traffic-model.js';

const VIEWS = 200_000;

/** A log as a web server writes it: for each view four files of the page, and now and then a bot. */
async function writeLog(path) {
  const out = createWriteStream(path);
  const agents = new Map();
  let number = 0;
  for (const hit of trafficModel({
    seed: 3,
    hits: VIEWS,
    days: 7,
    from: Date.UTC(2026, 10, 1),
    profile: PROFILES.portal,
  })) {
    number += 1;
    const { client, address, page, source, time } = hit;
    const agent =
      agents.get(client) ??
      `Mozilla/5.0 (${client.os}; ${client.device}) AppleWebKit/537.36 (KHTML, like Gecko) ${client.browser.replaceAll(' ', '')}/${client.browserVersion}.0.0.0 Safari/537.36`;
    agents.set(client, agent);
    const stamp = new Date(time)
      .toUTCString()
      .replace(/^\w+, (\d\d) (\w{3}) (\d{4}) (.*) GMT$/, '$1/$2/$3:$4 +0000');
    const line = (url, by) =>
      `${address} - - [${stamp}] "GET ${url} HTTP/1.1" 200 5120 "${source.referrer === '' ? '-' : `https://${source.referrer}/`}" "${by}"\n`;
    let text = line(page, agent);
    for (const file of ['site.css', 'site.js', 'logo.svg', 'photo.jpg'])
      text += line(`/assets/${file}`, agent);
    if (number % 5 === 0)
      text += line(
        page,
        'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
      );
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
  return VIEWS * 5 + Math.floor(VIEWS / 5);
}

export const imports = {
  about: 'lines a second of an access log, one core',
  async run(tell) {
    return withFolder(async (logs) => {
      const log = join(logs, 'access.log');
      const lines = await writeLog(log);
      const measured = await rounds(
        {
          ours: () => withFolder((folder) => runSubject('import-ours', { folder, log, lines })),
          rows: () => withFolder((folder) => runSubject('import-rows', { folder, log, lines })),
        },
        tell,
      );
      return [
        {
          subject: 'lines/s imported',
          against: 'one JSON row a page view of the same log',
          ratios: ratios(measured.ours, measured.rows),
          budget: 0.5,
        },
      ];
    });
  },
};
