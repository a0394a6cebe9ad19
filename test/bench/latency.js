import { Agent, get } from 'node:http';
import { ratios } from './run-subject.js';
import { SERVERS } from './requests.js';
import { inTurns, visitorsOf } from './warm-servers.js';

const HOW = { returning: true, warm: 10, seconds: 3, count: 5 };

/** How long a page takes on a server that is half as busy as it can be. */
export const latency = {
  about: 'how long a page takes at half of the load that a server can take: median and 99 of 100',
  async run(tell) {
    const answers = {};
    const measure = async ({ name, url }, most) => {
      const times = await timesAt(most / 2, url, await visitorsOf(url, true));
      const found = { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
      (answers[name] ??= []).push(found);
      tell(`${name}: ${Math.round(most / 2)} requests a second, ${JSON.stringify(found)} ms`);
    };
    await inTurns(SERVERS, { ...HOW, then: measure }, tell);
    const of = (name, figure) => answers[name].map((found) => found[figure]);
    return ['p50', 'p99'].flatMap((figure) => [
      row(figure, 'the named libraries wired by hand', of('byHand', figure), of('ours', figure)),
      row(figure, 'bare Express', of('bare', figure), of('ours', figure)),
    ]);
  },
};

function row(figure, against, theirs, ours) {
  const median = quantile(ours, 0.5);
  return {
    subject: `within how long ${figure === 'p50' ? 'half' : '99 of 100'} of the pages come, at half of what the server can take`,
    figure: `${median} ms`,
    against: `${against}, at half of what it can take`,
    ratios: ratios(theirs, ours),
    budget: null,
  };
}

/**
 * Milliseconds from when each request was due: one that has to wait behind others waits for them as a visitor
 * does.
 */
async function timesAt(perSecond, url, visitors) {
  const agent = new Agent({ keepAlive: true, maxSockets: visitors.length });
  const times = [];
  const sent = [];
  const total = Math.round(perSecond * HOW.seconds);
  const start = performance.now();
  for (let number = 0; number < total;) {
    const due = start + (number / perSecond) * 1000;
    if (performance.now() < due) {
      // Timers are too coarse for this.
      await new Promise((turn) => setImmediate(turn));
      continue;
    }
    const headers = visitors[number % visitors.length];
    sent.push(answered(url, { agent, headers }).then(() => times.push(performance.now() - due)));
    number += 1;
  }
  await Promise.all(sent);
  agent.destroy();
  return times;
}

function answered(url, options) {
  return new Promise((done, failed) => {
    const request = get(url, options, (response) => response.resume().once('end', done));
    request.once('error', failed);
  });
}

function quantile(values, part) {
  const sorted = values.toSorted((left, right) => left - right);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  return Number(value.toFixed(2));
}
