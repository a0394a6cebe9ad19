import { describe, expect, it } from '@jest/globals';
import { readMigrations } from '../src/index.ts';
import { migrationFolder } from './fixture-migrations.ts';

const WIRE = 'CREATE TABLE IF NOT EXISTS wire (k UInt8, n UInt64) ENGINE = Null;\n';
const SUMS =
  'CREATE TABLE IF NOT EXISTS sums (k UInt8, n UInt64) ENGINE = SummingMergeTree ORDER BY k;\n';
const VIEW =
  'CREATE MATERIALIZED VIEW IF NOT EXISTS sums_view TO sums AS SELECT k, sum(n) AS n FROM wire GROUP BY k;\n';
const FIRST = WIRE + SUMS + VIEW;

const read = (...files: string[]) =>
  readMigrations(
    migrationFolder(
      Object.fromEntries(files.map((text, index) => [`000${index + 1}_step.sql`, text])),
    ),
  );

describe('readMigrations', () => {
  it.each([
    [{ '0001_a.sql': FIRST, '0003_b.sql': WIRE }, /0003_b\.sql should be number 2/],
    [{ '0001_a.sql': '-- nothing\n' }, /0001_a\.sql is empty/],
  ])('refuses %j', (files, message) => {
    expect(() => readMigrations(migrationFolder(files))).toThrow(message);
  });

  it.each([
    'CREATE TABLE x (k UInt8) ENGINE = Null;',
    'CREATE OR REPLACE TABLE wire (k UInt8) ENGINE = Null;',
    'CREATE OR REPLACE MATERIALIZED VIEW sums_view TO sums AS SELECT k, n FROM wire;',
    'INSERT INTO sums VALUES (1, 2);',
    'TRUNCATE TABLE IF EXISTS sums;',
    'RENAME TABLE sums TO other;',
    'DROP TABLE sums;',
    'DROP TABLE IF EXISTS sums SYNC;',
    'DROP DATABASE IF EXISTS default;',
    'ALTER TABLE sums ADD COLUMN m UInt8;',
    'ALTER TABLE sums DROP COLUMN n;',
    'ALTER TABLE sums MODIFY COLUMN n UInt32;',
    'ALTER TABLE sums MODIFY COLUMN IF EXISTS n REMOVE DEFAULT;',
    'ALTER TABLE sums RENAME COLUMN IF EXISTS n TO m;',
    'ALTER TABLE sums CLEAR COLUMN IF EXISTS n;',
    'ALTER TABLE sums REMOVE TTL;',
    'ALTER TABLE sums DELETE WHERE k = 1;',
    'ALTER TABLE sums UPDATE n = 1 WHERE k = 1;',
    'ALTER TABLE sums ADD COLUMN IF NOT EXISTS m UInt8, DROP PARTITION 1;',
  ])('refuses what does harm when it is repeated: %s', (statement) => {
    expect(() => read(FIRST, statement)).toThrow(/0002_step\.sql cannot be repeated: "/);
  });

  it.each([
    "ALTER TABLE sums ADD COLUMN IF NOT EXISTS m LowCardinality(String) DEFAULT 'a, b (c' AFTER k, MODIFY ORDER BY (k, m);",
    'ALTER TABLE sums DROP COLUMN IF EXISTS n;',
    'ALTER TABLE sums MODIFY COLUMN IF EXISTS n UInt64 CODEC(ZSTD(3));',
    "ALTER TABLE sums COMMENT COLUMN IF EXISTS n 'How many';",
    'ALTER TABLE sums MODIFY TTL now() + toIntervalDay(k), now() + toIntervalYear(k);',
    'ALTER TABLE sums MODIFY SETTING max_parts_in_total = 1, min_age_to_force_merge_seconds = 2;',
    'ALTER TABLE sums ADD INDEX IF NOT EXISTS i n TYPE minmax GRANULARITY 1;',
    'ALTER TABLE sums DROP INDEX IF EXISTS i;',
    'ALTER TABLE wire ADD COLUMN IF NOT EXISTS m UInt8;',
    'CREATE VIEW IF NOT EXISTS seen AS SELECT k FROM sums;\nCREATE OR REPLACE VIEW seen AS SELECT n FROM sums;',
    "CREATE DICTIONARY IF NOT EXISTS names (k UInt64, n UInt64) PRIMARY KEY k SOURCE(CLICKHOUSE(TABLE 'sums')) LAYOUT(FLAT()) LIFETIME(60);",
    'DROP TABLE IF EXISTS wire;\nDROP VIEW IF EXISTS sums_view;\nDROP TABLE IF EXISTS sums;',
  ])('takes what may be repeated: %s', (statement) => {
    expect(read(FIRST, statement)).toHaveLength(2);
  });

  it.each<[string, RegExp]>([
    [
      'ALTER TABLE sum ADD COLUMN IF NOT EXISTS m UInt8;',
      /changes "sum", which no statement before/,
    ],
    ['DROP TABLE IF EXISTS sum;', /drops "sum", which no statement before/],
    [
      'CREATE TABLE IF NOT EXISTS sums (k UInt8) ENGINE = Null;',
      /makes "sums", which is there already/,
    ],
    ['CREATE OR REPLACE VIEW sums AS SELECT 1;', /makes "sums", which is there already/],
    ['CREATE TABLE IF NOT EXISTS x (k UInt8) ENGINE = Memory;', /of the engine "Memory"/],
    [
      'CREATE TABLE IF NOT EXISTS x (k UInt8) ENGINE = ReplicatedMergeTree ORDER BY k;',
      /of the engine "ReplicatedMergeTree"/,
    ],
    [
      'CREATE MATERIALIZED VIEW IF NOT EXISTS v ENGINE = MergeTree ORDER BY k AS SELECT k FROM wire;',
      /a materialized view with a table of its own/,
    ],
    [
      'CREATE MATERIALIZED VIEW IF NOT EXISTS v TO other AS SELECT k FROM wire;',
      /writes to "other", which no statement before/,
    ],
    [
      'CREATE MATERIALIZED VIEW IF NOT EXISTS v TO sums AS SELECT k FROM sums;',
      /reads from "sums", which is a stored table/,
    ],
    [
      'ALTER TABLE sums_view MODIFY QUERY SELECT k, n FROM wire;',
      /what a materialized view selects/,
    ],
    ['ALTER TABLE sums_view ADD COLUMN IF NOT EXISTS m UInt8;', /which is a materialized view/],
    ['ALTER TABLE wire MODIFY TTL now();', /how "wire" is stored/],
    ['DROP VIEW IF EXISTS sums_view;', /leaves its wire "wire"/],
    ['DROP TABLE IF EXISTS sums;', /which the view "sums_view" writes to/],
    ['DROP VIEW IF EXISTS sums;', /as a view, and it is a stored table/],
    [`DROP TABLE IF EXISTS wire;\n${WIRE}`, /makes "wire" again, which a statement before dropped/],
    [
      'ALTER TABLE wire ADD COLUMN IF NOT EXISTS m UInt8;\nDROP TABLE IF EXISTS wire;',
      /drops "wire", which a statement before it in the same file uses/,
    ],
    [
      'ALTER TABLE sums DROP COLUMN IF EXISTS n;\nALTER TABLE sums ADD COLUMN IF NOT EXISTS n UInt8;',
      /adds the column "n" to "sums" again/,
    ],
  ])('knows what the migrations before made: %s', (statement, message) => {
    const reading = (): unknown => read(FIRST, statement);
    expect(reading).toThrow(message);
    expect(reading).toThrow(expect.objectContaining({ code: 'ERR_EMAS_MIGRATION_FILE' }));
  });
});
