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
SETTINGS non_replicated_deduplication_window = 10000,
  replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 2592000;

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
SETTINGS non_replicated_deduplication_window = 10000,
  replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 2592000;
