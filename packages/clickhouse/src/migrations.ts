import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { EmasError } from '@emas/errors';

/** One numbered `.sql` file: statements that each may run twice without harm. */
export interface Migration {
  /** 1, 2, 3 …, without a gap. */
  readonly version: number;
  /** `0001_traffic`. */
  readonly name: string;
  readonly statements: readonly string[];
  /** SHA-256 of the file, hex. */
  readonly checksum: string;
}

const FILE_NAME = /^(\d{4})_[a-z0-9_]+\.sql$/;

// What two processes may run at the same moment, and one may run again after a crash half-way.
const REPEATABLE =
  /^(?:CREATE (?:TABLE|MATERIALIZED VIEW|DICTIONARY|VIEW) IF NOT EXISTS|CREATE OR REPLACE (?:VIEW|DICTIONARY)|ALTER TABLE \w+ (?:ADD|DROP|MODIFY|CLEAR) \w+ IF (?:NOT )?EXISTS|DROP (?:TABLE|VIEW|DICTIONARY) IF EXISTS) /;

/**
 * Reads the migrations of a folder, `0001_name.sql` and on.
 *
 * @throws EmasError `ERR_EMAS_MIGRATION_FILE` on a gap in the numbers, on an empty file and on a
 * statement that cannot be repeated.
 */
export function readMigrations(folder: URL): Migration[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .toSorted();
  return files.map((file, index) => {
    const version = Number(FILE_NAME.exec(file)?.[1]);
    if (version !== index + 1) {
      fail(file, `should be number ${index + 1}`, 'Number migrations 0001, 0002 … without a gap.');
    }
    const text = readFileSync(new URL(file, folder), 'utf8');
    return {
      version,
      name: file.replace('.sql', ''),
      statements: statementsOf(file, text),
      checksum: createHash('sha256').update(text).digest('hex'),
    };
  });
}

function statementsOf(file: string, text: string): string[] {
  const statements = text
    .replaceAll(/^\s*--.*$/gm, '')
    .split(/;\s*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
  if (statements.length === 0) fail(file, 'is empty', 'Write a statement into it.');
  for (const statement of statements) {
    if (!REPEATABLE.test(statement)) {
      const start = statement.slice(0, 60).replaceAll(/\s+/g, ' ');
      fail(file, `cannot be repeated: "${start}"`, 'Write it with IF [NOT] EXISTS.');
    }
  }
  return statements;
}

function fail(file: string, what: string, help: string): never {
  throw new EmasError('ERR_EMAS_MIGRATION_FILE', `The migration ${file} ${what}.`, { help });
}
