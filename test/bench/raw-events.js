/** What one keeps who keeps every hit: a lean table, and one such as is common. */
export const LEAN = `CREATE TABLE raw_lean (
  app LowCardinality(String), at DateTime('UTC'), visitor UInt64, visit UInt64,
  page LowCardinality(String), referrer LowCardinality(String),
  utm_source LowCardinality(String), utm_medium LowCardinality(String), utm_campaign LowCardinality(String),
  device LowCardinality(String), browser LowCardinality(String), os LowCardinality(String), country LowCardinality(String)
) ENGINE = MergeTree PARTITION BY toYYYYMM(at) ORDER BY (app, toDate(at), visitor, at)`;

export const COMMON = `CREATE TABLE raw_common (
  event_id UUID, app LowCardinality(String), at DateTime64(3, 'UTC'), session_id UUID, visit_id UUID,
  url_path String, url_query String, referrer_domain LowCardinality(String), referrer_path String,
  user_agent String, country LowCardinality(String)
) ENGINE = MergeTree PARTITION BY toYYYYMM(at) ORDER BY (app, toDate(at), session_id, visit_id, at)`;

/** Spreads a small number over 64 bits, as a hash would: numbers in a row compress as no key does. */
function key(number, salt) {
  let mixed = BigInt.asUintN(64, (BigInt(number) + BigInt(salt)) * 0x9e3779b97f4a7c15n);
  mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n);
  return (mixed ^ (mixed >> 27n)).toString();
}

/** The row of one hit; day and person make the visitor, as with a salt that changes daily. */
export function leanRow(hit) {
  const { app, time, page, source, client, country, visitor, visit } = hit;
  return {
    app,
    at: Math.floor(time / 1000),
    visitor: key(visitor, Math.floor(time / 86_400_000)),
    visit: key(visit, 7),
    page,
    referrer: source.referrer,
    utm_source: source.utmSource,
    utm_medium: source.utmMedium,
    utm_campaign: source.utmCampaign,
    device: client.device,
    browser: client.browser,
    os: client.os,
    country,
  };
}

/** The common table out of the lean one, inside the engine. */
export const COMMON_FROM_LEAN = `INSERT INTO raw_common SELECT
  generateUUIDv4(), app, toDateTime64(at, 3) + (cityHash64(visit, page, at) % 1000) / 1000,
  reinterpretAsUUID(sipHash128(visitor)), reinterpretAsUUID(sipHash128(visit)),
  page, if(utm_source = '', '', concat('utm_source=', utm_source, '&utm_medium=', utm_medium, '&utm_campaign=', utm_campaign)),
  referrer, if(referrer = '', '', '/'),
  concat('Mozilla/5.0 (', os, ') AppleWebKit/537.36 (KHTML, like Gecko) ', browser, '/', toString(120 + visitor % 8), '.0.0.0 Safari/537.36'),
  country FROM raw_lean`;
