import { ratios, rounds, startSubject } from './run-subject.js';
import { requestsASecond } from './requests-a-second.js';
import { firstMessage } from '../waiting/first-message.js';

const SECONDS = 4;
const CONNECTIONS = 32;

/** Requests a second of a server that has a core to itself; visitors come with what they chose. */
async function load(kind) {
  const child = startSubject('server-consent', { kind });
  const { port } = await firstMessage(child);
  const origin = `http://127.0.0.1:${port}`;
  const cookie = kind === 'without' || kind === 'form' ? '' : await accepted(origin);
  const visitors = Array(CONNECTIONS).fill(cookie === '' ? {} : { cookie });
  const url = `${origin}/page`;
  const average = await requestsASecond({ what: kind, url, visitors, warm: 1, seconds: SECONDS });
  child.kill('SIGKILL');
  return average;
}

/** The cookie of somebody who pressed "accept all". */
async function accepted(origin) {
  const page = await (await fetch(`${origin}/emas/consent`)).text();
  const [, fingerprint] = /name="fingerprint" value="([^"]*)"/.exec(page);
  const answer = await fetch(`${origin}/emas/consent`, {
    method: 'POST',
    redirect: 'manual',
    headers: { Origin: origin },
    body: new URLSearchParams({ fingerprint, choice: 'accept', return: '/page' }),
  });
  return answer.headers.getSetCookie()[0].split(';', 1)[0];
}

export const consent = {
  about: 'requests a second behind the consent gate: unasked, asked, and with the form drawn',
  async run(tell) {
    const measured = await rounds(
      {
        without: () => load('without'),
        unasked: () => load('unasked'),
        asked: () => load('asked'),
        form: () => load('form'),
      },
      tell,
    );
    const row = (name, subject) => ({
      subject: `requests/s ${subject}`,
      against: 'the same without consent()',
      ratios: ratios(measured[name], measured.without),
      budget: null,
    });
    return [
      row('unasked', 'of a page that asks the gate nothing'),
      row('asked', 'of a page that asks it twice and sets a cookie of an allowed purpose'),
      row('form', 'of a page that has the form in it'),
    ];
  },
};
