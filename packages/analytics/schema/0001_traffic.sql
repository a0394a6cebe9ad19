-- The wire: what a batch carries. It keeps nothing; the views below turn it into rollups.
--
-- A row is a view row (view_page set: views, page_visits, keys, first_…) or a visit row (view_page
-- empty: signed changes of visits, bounces, duration, exits, at the visit's own start and source).
-- first_… counts visitors whose first hit of that kind on that local day is in the row, so that daily
-- figures add up without anybody's key being kept for them.
CREATE TABLE IF NOT EXISTS emas_traffic_wire (
  app LowCardinality(String),
  minute DateTime('UTC'),
  slot DateTime('UTC'),
  day Date,
  view_page LowCardinality(String),
  entry_page LowCardinality(String),
  exit_page LowCardinality(String),
  referrer LowCardinality(String),
  utm_source LowCardinality(String),
  utm_medium LowCardinality(String),
  utm_campaign LowCardinality(String),
  device LowCardinality(String),
  browser LowCardinality(String),
  os LowCardinality(String),
  country LowCardinality(String),
  add_views Int64,
  add_page_visits Int64,
  add_visits Int64,
  add_bounces Int64,
  add_duration Int64,
  add_exits Int64,
  first_visitor Int64,
  first_page Int64,
  first_entry_page Int64,
  first_source Int64,
  first_channel Int64,
  first_referrer Int64,
  first_utm_source Int64,
  first_utm_medium Int64,
  first_utm_campaign Int64,
  keys Array(UInt64)
) ENGINE = Null;

-- Whole days of the app's own time zone.
CREATE TABLE IF NOT EXISTS emas_days (
  app LowCardinality(String),
  day Date,
  views SimpleAggregateFunction(sum, Int64),
  visits SimpleAggregateFunction(sum, Int64),
  starts SimpleAggregateFunction(sum, Int64),
  bounces SimpleAggregateFunction(sum, Int64),
  duration SimpleAggregateFunction(sum, Int64),
  visitors SimpleAggregateFunction(sum, Int64)
) ENGINE = AggregatingMergeTree
ORDER BY (app, day)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS emas_days_view TO emas_days AS
SELECT app, day, sum(add_views) AS views, sum(add_visits) AS visits, sum(add_visits) AS starts,
  sum(add_bounces) AS bounces, sum(add_duration) AS duration,
  sum(first_visitor) AS visitors
FROM emas_traffic_wire
GROUP BY app, day;

-- Pages: visits are those that saw the page; starts, bounces and duration those that began on it.
CREATE TABLE IF NOT EXISTS emas_pages_daily (
  app LowCardinality(String),
  day Date,
  page LowCardinality(String),
  views SimpleAggregateFunction(sum, Int64),
  visits SimpleAggregateFunction(sum, Int64),
  starts SimpleAggregateFunction(sum, Int64),
  bounces SimpleAggregateFunction(sum, Int64),
  duration SimpleAggregateFunction(sum, Int64),
  visitors SimpleAggregateFunction(sum, Int64)
) ENGINE = AggregatingMergeTree
ORDER BY (app, day, page)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS emas_pages_daily_view TO emas_pages_daily AS
SELECT app, day, if(view_page = '', entry_page, view_page) AS page,
  sum(add_views) AS views, sum(add_page_visits) AS visits, sum(add_visits) AS starts,
  sum(add_bounces) AS bounces, sum(add_duration) AS duration, sum(first_page) AS visitors
FROM emas_traffic_wire
GROUP BY app, day, page;

-- Entry pages.
CREATE TABLE IF NOT EXISTS emas_entry_pages_daily (
  app LowCardinality(String),
  day Date,
  entry_page LowCardinality(String),
  views SimpleAggregateFunction(sum, Int64),
  visits SimpleAggregateFunction(sum, Int64),
  starts SimpleAggregateFunction(sum, Int64),
  bounces SimpleAggregateFunction(sum, Int64),
  duration SimpleAggregateFunction(sum, Int64),
  visitors SimpleAggregateFunction(sum, Int64)
) ENGINE = AggregatingMergeTree
ORDER BY (app, day, entry_page)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS emas_entry_pages_daily_view TO emas_entry_pages_daily AS
SELECT app, day, entry_page, sum(add_views) AS views, sum(add_visits) AS visits, sum(add_visits) AS starts,
  sum(add_bounces) AS bounces, sum(add_duration) AS duration,
  sum(first_entry_page) AS visitors
FROM emas_traffic_wire
GROUP BY app, day, entry_page;

-- Exit pages; a row whose exits came to nothing goes with the next merge.
CREATE TABLE IF NOT EXISTS emas_exit_pages_daily (
  app LowCardinality(String),
  day Date,
  exit_page LowCardinality(String),
  exits Int64
) ENGINE = SummingMergeTree
ORDER BY (app, day, exit_page)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS emas_exit_pages_daily_view TO emas_exit_pages_daily AS
SELECT app, day, exit_page, sum(add_exits) AS exits
FROM emas_traffic_wire
WHERE add_exits != 0
GROUP BY app, day, exit_page;

-- Where visits came from, as it was told; names and channels are given when asked.
CREATE TABLE IF NOT EXISTS emas_sources_daily (
  app LowCardinality(String),
  day Date,
  referrer LowCardinality(String),
  utm_source LowCardinality(String),
  utm_medium LowCardinality(String),
  utm_campaign LowCardinality(String),
  views SimpleAggregateFunction(sum, Int64),
  visits SimpleAggregateFunction(sum, Int64),
  starts SimpleAggregateFunction(sum, Int64),
  bounces SimpleAggregateFunction(sum, Int64),
  duration SimpleAggregateFunction(sum, Int64),
  visitors_source SimpleAggregateFunction(sum, Int64),
  visitors_channel SimpleAggregateFunction(sum, Int64),
  visitors_referrer SimpleAggregateFunction(sum, Int64),
  visitors_utm_source SimpleAggregateFunction(sum, Int64),
  visitors_utm_medium SimpleAggregateFunction(sum, Int64),
  visitors_utm_campaign SimpleAggregateFunction(sum, Int64)
) ENGINE = AggregatingMergeTree
ORDER BY (app, day, referrer, utm_source, utm_medium, utm_campaign)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS emas_sources_daily_view TO emas_sources_daily AS
SELECT app, day, referrer, utm_source, utm_medium, utm_campaign, sum(add_views) AS views, sum(add_visits) AS visits, sum(add_visits) AS starts,
  sum(add_bounces) AS bounces, sum(add_duration) AS duration,
  sum(first_source) AS visitors_source,
  sum(first_channel) AS visitors_channel,
  sum(first_referrer) AS visitors_referrer,
  sum(first_utm_source) AS visitors_utm_source,
  sum(first_utm_medium) AS visitors_utm_medium,
  sum(first_utm_campaign) AS visitors_utm_campaign
FROM emas_traffic_wire
GROUP BY app, day, referrer, utm_source, utm_medium, utm_campaign;

-- Devices, browsers, systems and countries.
CREATE TABLE IF NOT EXISTS emas_clients_daily (
  app LowCardinality(String),
  day Date,
  device LowCardinality(String),
  browser LowCardinality(String),
  os LowCardinality(String),
  country LowCardinality(String),
  views SimpleAggregateFunction(sum, Int64),
  visits SimpleAggregateFunction(sum, Int64),
  starts SimpleAggregateFunction(sum, Int64),
  bounces SimpleAggregateFunction(sum, Int64),
  duration SimpleAggregateFunction(sum, Int64),
  visitors SimpleAggregateFunction(sum, Int64)
) ENGINE = AggregatingMergeTree
ORDER BY (app, day, device, browser, os, country)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS emas_clients_daily_view TO emas_clients_daily AS
SELECT app, day, device, browser, os, country, sum(add_views) AS views, sum(add_visits) AS visits, sum(add_visits) AS starts,
  sum(add_bounces) AS bounces, sum(add_duration) AS duration,
  sum(first_visitor) AS visitors
FROM emas_traffic_wire
GROUP BY app, day, device, browser, os, country;

-- Quarters of an hour: series, other time zones, parts of days.
CREATE TABLE IF NOT EXISTS emas_slots (
  app LowCardinality(String) CODEC(ZSTD(3)),
  slot DateTime('UTC') CODEC(ZSTD(3)),
  views SimpleAggregateFunction(sum, Int64) CODEC(ZSTD(3)),
  visits SimpleAggregateFunction(sum, Int64) CODEC(ZSTD(3)),
  starts SimpleAggregateFunction(sum, Int64) CODEC(ZSTD(3)),
  bounces SimpleAggregateFunction(sum, Int64) CODEC(ZSTD(3)),
  duration SimpleAggregateFunction(sum, Int64) CODEC(ZSTD(3)),
  visitors AggregateFunction(uniq, UInt64) CODEC(ZSTD(3))
) ENGINE = AggregatingMergeTree
PARTITION BY toYear(slot)
ORDER BY (app, slot)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS emas_slots_view TO emas_slots AS
SELECT app, slot, sum(add_views) AS views, sum(add_visits) AS visits, sum(add_visits) AS starts,
  sum(add_bounces) AS bounces, sum(add_duration) AS duration,
  uniqArrayState(keys) AS visitors
FROM emas_traffic_wire
GROUP BY app, slot;

-- The cube of page views: every dimension that a filter can name.
CREATE TABLE IF NOT EXISTS emas_views (
  app LowCardinality(String) CODEC(ZSTD(3)),
  slot DateTime('UTC') CODEC(ZSTD(3)),
  page LowCardinality(String) CODEC(ZSTD(3)),
  device LowCardinality(String) CODEC(ZSTD(3)),
  browser LowCardinality(String) CODEC(ZSTD(3)),
  os LowCardinality(String) CODEC(ZSTD(3)),
  country LowCardinality(String) CODEC(ZSTD(3)),
  referrer LowCardinality(String) CODEC(ZSTD(3)),
  utm_source LowCardinality(String) CODEC(ZSTD(3)),
  utm_medium LowCardinality(String) CODEC(ZSTD(3)),
  utm_campaign LowCardinality(String) CODEC(ZSTD(3)),
  entry_page LowCardinality(String) CODEC(ZSTD(3)),
  views SimpleAggregateFunction(sum, Int64) CODEC(ZSTD(3)),
  page_visits SimpleAggregateFunction(sum, Int64) CODEC(ZSTD(3)),
  visitors AggregateFunction(uniq, UInt64) CODEC(ZSTD(3))
) ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(slot)
ORDER BY (app, device, browser, os, country, referrer, utm_source, utm_medium, utm_campaign, entry_page, page, slot)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS emas_views_view TO emas_views AS
SELECT app, slot, view_page AS page, device, browser, os, country, referrer, utm_source, utm_medium, utm_campaign, entry_page,
  sum(add_views) AS views, sum(add_page_visits) AS page_visits,
  uniqArrayState(keys) AS visitors
FROM emas_traffic_wire
WHERE view_page != ''
GROUP BY app, slot, page, device, browser, os, country, referrer, utm_source, utm_medium, utm_campaign, entry_page;

-- The cube of visits, at the quarter of an hour in which each began.
CREATE TABLE IF NOT EXISTS emas_visits (
  app LowCardinality(String) CODEC(ZSTD(3)),
  slot DateTime('UTC') CODEC(ZSTD(3)),
  device LowCardinality(String) CODEC(ZSTD(3)),
  browser LowCardinality(String) CODEC(ZSTD(3)),
  os LowCardinality(String) CODEC(ZSTD(3)),
  country LowCardinality(String) CODEC(ZSTD(3)),
  referrer LowCardinality(String) CODEC(ZSTD(3)),
  utm_source LowCardinality(String) CODEC(ZSTD(3)),
  utm_medium LowCardinality(String) CODEC(ZSTD(3)),
  utm_campaign LowCardinality(String) CODEC(ZSTD(3)),
  entry_page LowCardinality(String) CODEC(ZSTD(3)),
  starts SimpleAggregateFunction(sum, Int64) CODEC(ZSTD(3)),
  bounces SimpleAggregateFunction(sum, Int64) CODEC(ZSTD(3)),
  duration SimpleAggregateFunction(sum, Int64) CODEC(ZSTD(3))
) ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(slot)
ORDER BY (app, device, browser, os, country, referrer, utm_source, utm_medium, utm_campaign, entry_page, slot)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS emas_visits_view TO emas_visits AS
SELECT app, slot, device, browser, os, country, referrer, utm_source, utm_medium, utm_campaign, entry_page, sum(add_visits) AS starts,
  sum(add_bounces) AS bounces, sum(add_duration) AS duration
FROM emas_traffic_wire
WHERE view_page = '' AND (add_visits != 0 OR add_bounces != 0 OR add_duration != 0)
GROUP BY app, slot, device, browser, os, country, referrer, utm_source, utm_medium, utm_campaign, entry_page;

-- The cube of exit pages.
CREATE TABLE IF NOT EXISTS emas_exits (
  app LowCardinality(String) CODEC(ZSTD(3)),
  slot DateTime('UTC') CODEC(ZSTD(3)),
  exit_page LowCardinality(String) CODEC(ZSTD(3)),
  device LowCardinality(String) CODEC(ZSTD(3)),
  browser LowCardinality(String) CODEC(ZSTD(3)),
  os LowCardinality(String) CODEC(ZSTD(3)),
  country LowCardinality(String) CODEC(ZSTD(3)),
  referrer LowCardinality(String) CODEC(ZSTD(3)),
  utm_source LowCardinality(String) CODEC(ZSTD(3)),
  utm_medium LowCardinality(String) CODEC(ZSTD(3)),
  utm_campaign LowCardinality(String) CODEC(ZSTD(3)),
  entry_page LowCardinality(String) CODEC(ZSTD(3)),
  exits Int64 CODEC(ZSTD(3))
) ENGINE = SummingMergeTree
PARTITION BY toYYYYMM(slot)
ORDER BY (app, device, browser, os, country, referrer, utm_source, utm_medium, utm_campaign, entry_page, exit_page, slot)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS emas_exits_view TO emas_exits AS
SELECT app, slot, exit_page, device, browser, os, country, referrer, utm_source, utm_medium, utm_campaign, entry_page, sum(add_exits) AS exits
FROM emas_traffic_wire
WHERE add_exits != 0
GROUP BY app, slot, exit_page, device, browser, os, country, referrer, utm_source, utm_medium, utm_campaign, entry_page;

-- The last hour by the minute, for the figure of this moment.
CREATE TABLE IF NOT EXISTS emas_minutes (
  app LowCardinality(String),
  minute DateTime('UTC'),
  visitors AggregateFunction(uniq, UInt64)
) ENGINE = AggregatingMergeTree
ORDER BY (app, minute)
TTL minute + INTERVAL 1 HOUR
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS emas_minutes_view TO emas_minutes AS
SELECT app, minute, uniqArrayState(keys) AS visitors
FROM emas_traffic_wire
WHERE minute > now() - INTERVAL 1 HOUR
GROUP BY app, minute;

-- Requests that are no page view of a person, by reason and, for bots, by name. Batches come here straight.
CREATE TABLE IF NOT EXISTS emas_left_out (
  app LowCardinality(String),
  day Date,
  slot DateTime('UTC'),
  reason LowCardinality(String),
  name LowCardinality(String),
  requests UInt64
) ENGINE = SummingMergeTree
PARTITION BY toYYYYMM(slot)
ORDER BY (app, day, reason, name, slot)
SETTINGS non_replicated_deduplication_window = 10000;

-- How far each access log was imported. `pending` is the end of the batch that was being sent: after a
-- crash exactly that batch is sent again, under the same token.
CREATE TABLE IF NOT EXISTS emas_imports (
  app LowCardinality(String),
  file FixedString(64),
  position UInt64,
  pending UInt64,
  lines UInt64,
  updated_at DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = ReplacingMergeTree(updated_at)
ORDER BY (app, file);
