-- How often what happened: by hour, and by everything that a review asks for. No address and no name is
-- in here, only the network and the keyed hash of the account, and both leave after 400 days.
CREATE TABLE IF NOT EXISTS emas_event_counts (
  hour DateTime('UTC'),
  app LowCardinality(String),
  category LowCardinality(String),
  event LowCardinality(String),
  outcome LowCardinality(String),
  reason LowCardinality(String),
  account String,
  prefix String,
  country LowCardinality(String),
  client LowCardinality(String),
  endpoint LowCardinality(String),
  count SimpleAggregateFunction(sum, UInt64),
  first SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
  last SimpleAggregateFunction(max, DateTime64(3, 'UTC'))
) ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (app, category, event, outcome, hour, reason, account, prefix, country, client, endpoint)
TTL hour + INTERVAL 400 DAY
SETTINGS non_replicated_deduplication_window = 10000,
  replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 2592000;

-- How far each chain of log files has come, out of reach of whoever can change the files.
CREATE TABLE IF NOT EXISTS emas_log_anchors (
  time DateTime64(3, 'UTC'),
  app LowCardinality(String),
  host LowCardinality(String),
  log LowCardinality(String),
  slot UInt16,
  chain LowCardinality(String),
  seq UInt64,
  mac String,
  file String,
  days Float64
) ENGINE = MergeTree
ORDER BY (app, log, chain, seq)
TTL toDateTime(time) + INTERVAL 800 DAY
SETTINGS non_replicated_deduplication_window = 10000,
  replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 2592000;

-- The lines themselves, for an operator who asks for them; each leaves at its own time.
CREATE TABLE IF NOT EXISTS emas_log_lines (
  time DateTime64(3, 'UTC'),
  leaves DateTime('UTC'),
  app LowCardinality(String),
  host LowCardinality(String),
  level LowCardinality(String),
  category LowCardinality(String),
  event LowCardinality(String),
  message String,
  request String,
  data String
) ENGINE = MergeTree
PARTITION BY toYYYYMM(time)
ORDER BY (app, category, time)
TTL leaves
SETTINGS non_replicated_deduplication_window = 10000,
  replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 2592000;
