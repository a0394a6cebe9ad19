-- Receipts, as the log has them: which choice, of which text. No address, no name; of an account a keyed hash.
-- The same receipt sent twice is one.
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
  account String
) ENGINE = ReplacingMergeTree
PARTITION BY toYear(time)
ORDER BY (app, receipt)
TTL toDateTime(time) + INTERVAL 2557 DAY
SETTINGS non_replicated_deduplication_window = 10000;

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
SETTINGS non_replicated_deduplication_window = 10000;
