-- Attempts to sign in, by the hour and by all that a review asks for. No address and no name is in here,
-- only the network and the keyed hash of the account, and both leave after 400 days.
CREATE TABLE IF NOT EXISTS emas_login_attempts (
  hour DateTime('UTC'),
  app LowCardinality(String),
  outcome LowCardinality(String),
  reason LowCardinality(String),
  account String,
  prefix String,
  network String,
  country LowCardinality(String),
  client LowCardinality(String),
  count SimpleAggregateFunction(sum, UInt64),
  first SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
  last SimpleAggregateFunction(max, DateTime64(3, 'UTC'))
) ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (app, outcome, hour, reason, account, prefix, network, country, client)
TTL hour + INTERVAL 400 DAY
SETTINGS non_replicated_deduplication_window = 10000;

-- What detectors found, as it was known last: evidence grows, and each time its row takes the former's place.
CREATE TABLE IF NOT EXISTS emas_login_incidents (
  app LowCardinality(String),
  id String,
  version UInt64,
  kind LowCardinality(String),
  severity LowCardinality(String),
  subject_type LowCardinality(String),
  subject String,
  opened DateTime64(3, 'UTC'),
  first DateTime64(3, 'UTC'),
  last DateTime64(3, 'UTC'),
  failures UInt64,
  successes UInt64,
  evidence String
) ENGINE = ReplacingMergeTree(version)
ORDER BY (app, id)
TTL toDateTime(opened) + INTERVAL 800 DAY
SETTINGS non_replicated_deduplication_window = 10000;

-- What people did about incidents: nothing is changed, only added. The latest says the state.
CREATE TABLE IF NOT EXISTS emas_login_incident_changes (
  time DateTime64(3, 'UTC'),
  app LowCardinality(String),
  incident String,
  state LowCardinality(String),
  previous LowCardinality(String),
  by String,
  note String
) ENGINE = MergeTree
ORDER BY (app, incident, time)
TTL toDateTime(time) + INTERVAL 800 DAY
SETTINGS non_replicated_deduplication_window = 10000;
