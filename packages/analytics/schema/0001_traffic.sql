-- Days that are still open: today and yesterday, as hits came. They hold the day's keys of visitors, and so
-- one can tell who saw what: that is why they are dropped when the day is closed.
--
-- kind 'hit': views in visits with the values in `visit`. For each view: its page, the page that the visit was on
-- before ('' where it begins), the visitor's key, the step (1: the visit sees the page for the first time; 2: the
-- visit's second view; 3: both), and the seconds since the view before.
-- kind 'view' and 'visit': the two halves of that, where a visit began on another day.
-- kind 'left_out': requests (`amounts`) that were left out for the reason in `pages`, of the bot in `visit`.
--
-- Lists come and lie as texts, of pages with tabs between them and of numbers with spaces: the engine takes them
-- in at half the cost of arrays. They are read as arrays.
-- batch: a random number for what was sent together, so that no two rows are the same.
CREATE TABLE IF NOT EXISTS emas_open (
  app LowCardinality(String),
  origin LowCardinality(String),
  batch UInt64,
  day Date,
  kind LowCardinality(String),
  hour LowCardinality(String),
  visit String CODEC(ZSTD(1)),
  page_texts String CODEC(ZSTD(1)),
  left_page_texts String CODEC(ZSTD(1)),
  key_texts String CODEC(ZSTD(1)),
  step_texts String CODEC(ZSTD(1)),
  amount_texts String CODEC(ZSTD(1)),
  hits UInt32 ALIAS length(splitByWhitespace(key_texts)),
  pages Array(String) ALIAS splitByChar('\t', page_texts),
  left_pages Array(String) ALIAS splitByChar('\t', left_page_texts),
  keys Array(UInt64) ALIAS arrayMap(key -> toUInt64(key), splitByWhitespace(key_texts)),
  steps Array(UInt8) ALIAS arrayMap(step -> toUInt8(step), splitByWhitespace(step_texts)),
  amounts Array(UInt32) ALIAS arrayMap(amount -> toUInt32(amount), splitByWhitespace(amount_texts))
) ENGINE = MergeTree
PARTITION BY (app, day, origin)
ORDER BY tuple()
SETTINGS non_replicated_deduplication_window = 10000, old_parts_lifetime = 1,
  replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 2592000;

-- Days that are being closed. Nothing is merged here: what one process has counted, it can drop part by part.
CREATE TABLE IF NOT EXISTS emas_closing AS emas_open
ENGINE = MergeTree
PARTITION BY (app, day, origin)
ORDER BY tuple()
SETTINGS old_parts_lifetime = 1, max_bytes_to_merge_at_max_space_in_pool = 1;

-- What is kept of a day: its totals (no dimension), each dimension alone, pairs of dimensions, and the
-- combinations of three that the app names. Visitors are a multiple of the smallest group, rounded at
-- random; the other figures go with them. A portion is what was closed together.
CREATE TABLE IF NOT EXISTS emas_cells (
  app LowCardinality(String),
  day Date CODEC(Delta, ZSTD(3)),
  portion UInt64 CODEC(ZSTD(3)),
  dimension1 LowCardinality(String) CODEC(ZSTD(3)),
  dimension2 LowCardinality(String) CODEC(ZSTD(3)),
  dimension3 LowCardinality(String) CODEC(ZSTD(3)),
  value1 LowCardinality(String) CODEC(ZSTD(3)),
  value2 LowCardinality(String) CODEC(ZSTD(3)),
  value3 LowCardinality(String) CODEC(ZSTD(3)),
  visitors UInt32 CODEC(T64, ZSTD(3)),
  views UInt32 CODEC(T64, ZSTD(3)),
  visits UInt32 CODEC(T64, ZSTD(3)),
  starts UInt32 CODEC(T64, ZSTD(3)),
  bounces UInt32 CODEC(T64, ZSTD(3)),
  duration UInt64 CODEC(T64, ZSTD(3))
) ENGINE = MergeTree
PARTITION BY toYear(day)
ORDER BY (app, dimension1, dimension2, dimension3, value1, value2, value3, day);

-- The same of an open day, as it was lately.
CREATE TABLE IF NOT EXISTS emas_fresh AS emas_cells
ENGINE = MergeTree
PARTITION BY portion
ORDER BY (app, dimension1, dimension2, dimension3, value1, value2, value3, day)
SETTINGS old_parts_lifetime = 1;

-- Portions that count, and numbers that stand for the parts of `emas_closing` that they were made of: what
-- was counted is known again, also where a process died as it dropped one part after the other.
CREATE TABLE IF NOT EXISTS emas_closed_days (
  app LowCardinality(String),
  day Date,
  origin LowCardinality(String),
  parts Array(UInt64),
  portion UInt64,
  closed_at DateTime('UTC') DEFAULT now()
) ENGINE = MergeTree
ORDER BY (app, day, origin)
SETTINGS non_replicated_deduplication_window = 10000,
  replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 2592000;

-- The newest portion of each open day, and how much there was when it was made.
CREATE TABLE IF NOT EXISTS emas_fresh_days (
  app LowCardinality(String),
  day Date,
  origin LowCardinality(String),
  portion UInt64,
  rows UInt64,
  visitors UInt64,
  written DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = MergeTree
PARTITION BY (app, day, origin)
ORDER BY written
SETTINGS old_parts_lifetime = 1;

-- The secret by which an open day is rounded. The first one of a day counts.
CREATE TABLE IF NOT EXISTS emas_rounding (
  app LowCardinality(String),
  day Date,
  origin LowCardinality(String),
  low UInt64,
  high UInt64
) ENGINE = MergeTree
PARTITION BY (app, day, origin)
ORDER BY tuple()
SETTINGS non_replicated_deduplication_window = 10000, old_parts_lifetime = 1,
  replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 2592000;

-- Values that enough visitors had, while a portion is made.
CREATE TABLE IF NOT EXISTS emas_kept (
  portion UInt64,
  dimension LowCardinality(String),
  value LowCardinality(String)
) ENGINE = MergeTree
PARTITION BY portion
ORDER BY (dimension, value)
SETTINGS old_parts_lifetime = 1;

-- How far each access log was imported. A log is known by the beginning of its text (`file`); `log` is what it
-- was known by when it was shorter. `pending` is the end of the batch that was being sent, and `batch` its name:
-- after a crash exactly that batch is sent again, under the same name. `first` and `last` are the days of all
-- lines that were counted; without any, `first` is after `last`.
CREATE TABLE IF NOT EXISTS emas_imports (
  app LowCardinality(String),
  file FixedString(64),
  log FixedString(64),
  position UInt64,
  pending UInt64,
  lines UInt64,
  batch FixedString(64),
  first Date,
  last Date,
  updated_at DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = ReplacingMergeTree(updated_at)
ORDER BY (app, file);

-- A row for each day of an app that was forgotten, each time, under a hash of its name. Their number goes into
-- the names of batches: what is imported or closed anew is then not mistaken for what was sent before.
CREATE TABLE IF NOT EXISTS emas_forgotten (
  id UUID DEFAULT generateUUIDv4(),
  key UInt64
) ENGINE = MergeTree
ORDER BY key;
