import { once } from 'node:events';
import autocannon from 'autocannon';
import { ratios, rounds, startSubject, withFolder } from './run-subject.js';

const SECONDS = 5;
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

/** Requests a second of one server, which has a core to itself. */
async function load(server) {
  return withFolder(async (folder) => {
    const child = startSubject(server, { folder });
    const [{ port }] = await once(child, 'message');
    const url = `http://127.0.0.1:${port}/page`;
    const headers = { 'user-agent': FIREFOX, 'accept-language': 'ms' };
    // Warm first: a server is not restarted for every visitor.
    await autocannon({ url, headers, connections: 32, duration: 2 });
    const result = await autocannon({ url, headers, connections: 32, duration: SECONDS });
    child.kill('SIGKILL');
    if (result.non2xx > 0 || result.errors > 0)
      tell(`${server}: ${result.non2xx} not answered well`);
    return result.requests.average;
  });
}

export const requests = {
  about: 'requests a second of bare Express, of a hand-wired stack, of the suite so far',
  async run(tell) {
    const measured = await rounds(
      {
        bare: () => load('server-bare'),
        byHand: () => load('server-by-hand'),
        ours: () => load('server-ours'),
      },
      tell,
    );
    const subject = 'requests/s with the suite so far (request context, sessions, analytics)';
    return [
      {
        subject,
        against: 'the named libraries wired by hand',
        ratios: ratios(measured.ours, measured.byHand),
        budget: 2,
      },
      {
        subject,
        against: 'bare Express',
        ratios: ratios(measured.ours, measured.bare),
        budget: 0.6,
      },
    ];
  },
};
