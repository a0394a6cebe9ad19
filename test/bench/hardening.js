import { ratios, rounds, startSubject } from './run-subject.js';
import { requestsASecond } from './requests-a-second.js';
import { firstMessage } from '../waiting/first-message.js';

const SECONDS = 4;
const CONNECTIONS = 32;

/** Requests a second of a server that has a core to itself. */
async function load(kind) {
  const child = startSubject('server-hardened', { kind });
  const { port } = await firstMessage(child);
  const url = `http://127.0.0.1:${port}/page`;
  const visitors = Array(CONNECTIONS).fill({});
  const average = await requestsASecond({ what: kind, url, visitors, warm: 1, seconds: SECONDS });
  child.kill('SIGKILL');
  return average;
}

export const hardening = {
  about: 'requests a second with policy, headers, bounds, cross-site check and a rate limit',
  async run(tell) {
    const measured = await rounds(
      {
        bare: () => load('bare'),
        byHand: () => load('byHand'),
        byHandWithContext: () => load('byHandWithContext'),
        ours: () => load('ours'),
      },
      tell,
    );
    const row = (against, name, budget) => ({
      subject: 'requests/s with all hardening on',
      against: name,
      ratios: ratios(measured.ours, measured[against]),
      budget,
    });
    return [
      row('byHand', 'helmet with a nonce and express-rate-limit by hand', null),
      row('byHandWithContext', 'the same behind the request context', null),
      row('bare', 'bare Express', null),
    ];
  },
};
