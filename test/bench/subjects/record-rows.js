/** The same hits, one JSON row each, in batches of 10,000 through the official client. */
import { connect } from '@emas/clickhouse';
import { LEAN } from '../raw-events.js';
import { hitChunks } from './hit-chunks.js';

const { folder, ...load } = JSON.parse(process.argv[2]);
const client = connect({ embedded: `${folder}/clickhouse` });
await client.command({ query: LEAN });
let spent = 0;
for (const chunk of hitChunks(load)) {
  const started = performance.now();
  const values = chunk.map((hit) => ({
    app: hit.app,
    at: Math.floor((load.from + spent) / 1000),
    visitor: String(hit.visitor),
    visit: String(hit.visit),
    page: hit.page,
    referrer: hit.source.referrer,
    utm_source: hit.source.utmSource,
    utm_medium: hit.source.utmMedium,
    utm_campaign: hit.source.utmCampaign,
    device: hit.client.device,
    browser: hit.client.browser,
    os: hit.client.os,
    country: hit.country,
  }));
  await client.insert({ table: 'raw_lean', values, format: 'JSONEachRow' });
  spent += performance.now() - started;
}
process.send(load.hits / (spent / 1000));
