import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const SCHEMA = new URL('../../packages/analytics/schema/', import.meta.url);

/**
 * The migrations of a later release, which counts the language of visitors: a column more in the rows of
 * open days, and sums of its own, which a view takes from a wire.
 */
export function laterMigrations(): URL {
  const folder = mkdtempSync(join(tmpdir(), 'emas-later-schema-'));
  cpSync(SCHEMA, folder, { recursive: true });
  writeFileSync(join(folder, '0002_language.sql'), SECOND);
  return pathToFileURL(`${folder}/`);
}

const SECOND = `
ALTER TABLE emas_open ADD COLUMN IF NOT EXISTS language LowCardinality(String);

ALTER TABLE emas_closing ADD COLUMN IF NOT EXISTS language LowCardinality(String);

CREATE TABLE IF NOT EXISTS emas_languages_daily (
  app LowCardinality(String), day Date, language LowCardinality(String),
  views SimpleAggregateFunction(sum, Int64)
) ENGINE = AggregatingMergeTree ORDER BY (app, day, language)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS emas_languages_wire (
  app LowCardinality(String), day Date, language LowCardinality(String), add_views Int64
) ENGINE = Null;

CREATE MATERIALIZED VIEW IF NOT EXISTS emas_languages_daily_view TO emas_languages_daily AS
SELECT app, day, language, sum(add_views) AS views FROM emas_languages_wire
GROUP BY app, day, language;

ALTER TABLE emas_open MODIFY SETTING max_parts_in_total = 1000;
`;
