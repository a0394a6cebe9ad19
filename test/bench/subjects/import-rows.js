/** The same log as most would do it: a pattern, a user-agent parser, one JSON row a page view. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { connect } from '@emas/clickhouse';
import { isbot } from 'isbot';
import { UAParser } from 'ua-parser-js';
import { LEAN } from '../raw-events.js';

const { folder, log, lines } = JSON.parse(process.argv[2]);
const PATTERN = /^(\S+) \S+ \S+ \[([^\]]+)\] "(\S+) (\S+) [^"]*" (\d{3}) \S+ "([^"]*)" "([^"]*)"/;
const client = connect({ embedded: `${folder}/clickhouse` });
await client.command({ query: LEAN });
const started = performance.now();
const agents = new Map();
let values = [];
const send = async () => {
  await client.insert({ table: 'raw_lean', values, format: 'JSONEachRow' });
  values = [];
};
for await (const line of createInterface({ input: createReadStream(log) })) {
  const [, address, stamp, method, url, status, referrer, agent] = PATTERN.exec(line);
  if (method !== 'GET' || status !== '200' || /\.(?:css|js|svg|jpg)$/.test(url)) continue;
  let parsed = agents.get(agent);
  if (parsed === undefined) {
    parsed = { bot: isbot(agent), ...new UAParser(agent).getResult() };
    agents.set(agent, parsed);
  }
  if (parsed.bot) continue;
  const at = Date.parse(stamp.replaceAll('/', ' ').replace(':', ' ')) / 1000;
  values.push({
    app: 'bench',
    at,
    visitor: address.replaceAll('.', ''),
    visit: '0',
    page: url,
    referrer: referrer === '-' ? '' : new URL(referrer).hostname,
    device: parsed.device.type ?? 'desktop',
    browser: parsed.browser.name ?? '',
    os: parsed.os.name ?? '',
  });
  if (values.length === 10_000) await send();
}
if (values.length > 0) await send();
process.send(lines / ((performance.now() - started) / 1000));
