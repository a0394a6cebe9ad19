-- Receipts, as the log has them: which choice, of which text, in which hour. No address, no name; of an account a
-- keyed hash.
-- The same receipt sent twice is one. Figures count it on the day on which it arrived: a day that is over gets no
-- more of them.
CREATE TABLE IF NOT EXISTS emas_consent_receipts (
  app LowCardinality(String),
  receipt String,
  time DateTime64(3, 'UTC'),
  choice LowCardinality(String),
  subject LowCardinality(String),
  by LowCardinality(String),
  allowed Array(LowCardinality(String)),
  refused Array(LowCardinality(String)),
  policy String,
  text String,
  language LowCardinality(String),
  layout LowCardinality(String),
  signal LowCardinality(String),
  account String,
  arrived DateTime('UTC') DEFAULT toStartOfHour(now())
) ENGINE = ReplacingMergeTree
PARTITION BY toYear(arrived)
ORDER BY (app, receipt)
TTL toDateTime(time) + INTERVAL 2557 DAY
SETTINGS non_replicated_deduplication_window = 10000,
  replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 2592000;

-- What was shown, each text once.
CREATE TABLE IF NOT EXISTS emas_consent_texts (
  app LowCardinality(String),
  text String,
  policy String,
  language LowCardinality(String),
  layout LowCardinality(String),
  content String,
  last DateTime64(3, 'UTC')
) ENGINE = ReplacingMergeTree(last)
ORDER BY (app, text, policy, language, layout)
TTL toDateTime(last) + INTERVAL 2557 DAY
SETTINGS non_replicated_deduplication_window = 10000,
  replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 2592000;

-- The secret by which an app's figures are rounded. The first one counts.
CREATE TABLE IF NOT EXISTS emas_consent_rounding (
  app LowCardinality(String),
  low UInt64,
  high UInt64,
  made DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = MergeTree
ORDER BY (app, made)
SETTINGS non_replicated_deduplication_window = 10000,
  replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 2592000;
