/** The dashboard's questions, to our closed days and to raw events in the same engine. Answers milliseconds. */
import { connect } from '@emas/clickhouse';
import { DIMENSIONS, trafficQueries } from '@emas/analytics';

const { folder, rounds, hasRaw } = JSON.parse(process.argv[2]);
const client = connect({ embedded: folder });
const queries = trafficQueries({ client, app: 'bench', timeZone: 'UTC', smallCells: 5 });
const question = { from: '2026-10-01', to: '2026-10-30' };
const filters = [{ dimension: 'device', value: 'mobile' }];

async function ours(asked) {
  const started = performance.now();
  await Promise.all([
    queries.totals(asked),
    queries.series(asked, 'day'),
    queries.breakdowns(
      asked,
      DIMENSIONS.filter((dimension) =>
        queries.isKept([...(asked.filters ?? []).map((filter) => filter.dimension), dimension]),
      ),
      { limit: 9 },
    ),
    queries.leftOut(asked),
  ]);
  return performance.now() - started;
}

/** Visits out of raw events: what every panel but the simplest needs. */
const VISITS = (
  where,
) => `SELECT visit, any(visitor) AS who, min(at) AS began, max(at) - min(at) AS seconds,
    count() AS hits, argMin(page, at) AS entry_page, argMax(page, at) AS exit_page,
    argMin(referrer, at) AS referrer, argMin(utm_source, at) AS utm_source, argMin(utm_medium, at) AS utm_medium,
    argMin(utm_campaign, at) AS utm_campaign, any(device) AS device, any(browser) AS browser, any(os) AS os,
    any(country) AS country
  FROM raw_lean WHERE app = 'bench' AND at >= '2026-10-01 00:00:00' AND at < '2026-10-31 00:00:00' ${where}
  GROUP BY visit`;
const FIGURES = `uniq(who) AS visitors, count() AS visits, sum(hits) AS views, countIf(hits = 1) AS bounces, sum(seconds) AS duration`;

async function raw(where) {
  const from = `FROM (${VISITS(where)})`;
  const statements = [
    `SELECT ${FIGURES} ${from}`,
    `SELECT toDate(began) AS day, ${FIGURES} ${from} GROUP BY day ORDER BY day`,
    `SELECT page, uniq(visitor) AS visitors, count() AS views, uniq(visit) AS visits FROM raw_lean
     WHERE app = 'bench' AND at >= '2026-10-01 00:00:00' AND at < '2026-10-31 00:00:00' ${where}
     GROUP BY page ORDER BY visitors DESC LIMIT 9`,
    ...[
      'entry_page',
      'exit_page',
      'referrer',
      'utm_source',
      'utm_medium',
      'utm_campaign',
      'device',
      'browser',
      'os',
      'country',
    ].map(
      (dimension) =>
        `SELECT ${dimension}, ${FIGURES} ${from} GROUP BY ${dimension} ORDER BY visitors DESC LIMIT 9`,
    ),
    // Names and channels of sources cost raw events a look-up each; they are given them for nothing.
    `SELECT if(utm_source = '', referrer, utm_source) AS source, ${FIGURES} ${from} GROUP BY source ORDER BY visitors DESC LIMIT 9`,
    `SELECT multiIf(utm_medium != '', utm_medium, referrer = '', 'Direct', 'Referral') AS channel, ${FIGURES} ${from} GROUP BY channel`,
  ];
  const started = performance.now();
  await Promise.all(
    statements.map(async (query) => (await client.query({ query, format: 'JSONEachRow' })).json()),
  );
  return performance.now() - started;
}

const times = { ours: [], raw: [], oursFiltered: [], rawFiltered: [] };
// Once beforehand: files come from the disk the first time.
await ours(question);
if (hasRaw) await raw('');
for (let round = 0; round < rounds; round += 1) {
  times.ours.push(await ours(question));
  if (hasRaw) times.raw.push(await raw(''));
  times.oursFiltered.push(await ours({ ...question, filters }));
  if (hasRaw) times.rawFiltered.push(await raw("AND raw_lean.device = 'mobile'"));
}
process.send(times);
