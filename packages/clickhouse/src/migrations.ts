import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { EmasError } from '@emas/errors';
import { SchemaModel } from './schema-model.ts';
import { parseStatement, StatementProblem } from './schema-statement.ts';
import type { SchemaStatement } from './schema-statement.ts';

/** One numbered `.sql` file: statements that each may run twice without harm. */
export interface Migration {
  /** 1, 2, 3 …, without a gap. */
  readonly version: number;
  /** `0001_traffic`. */
  readonly name: string;
  readonly statements: readonly SchemaStatement[];
  /** SHA-256 of the file, hex. */
  readonly checksum: string;
}

const FILE_NAME = /^(\d{4})_[a-z0-9_]+\.sql$/;

/**
 * Reads the migrations of a folder, `0001_name.sql` and on.
 *
 * @throws EmasError `ERR_EMAS_MIGRATION_FILE` on a gap in the numbers, on an empty file, on a statement that
 * cannot be repeated, and on one that does not go with what those before it made.
 */
export function readMigrations(folder: URL): Migration[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .toSorted();
  const schema = new SchemaModel();
  return files.map((file, index) => {
    const version = Number(FILE_NAME.exec(file)?.[1]);
    if (version !== index + 1) {
      fail(file, `should be number ${index + 1}`, 'Number migrations 0001, 0002 … without a gap.');
    }
    const text = readFileSync(new URL(file, folder), 'utf8');
    return {
      version,
      name: file.replace('.sql', ''),
      statements: statementsOf(file, text, schema),
      checksum: createHash('sha256').update(text).digest('hex'),
    };
  });
}

function statementsOf(file: string, text: string, schema: SchemaModel): SchemaStatement[] {
  const texts = text
    .replaceAll(/^\s*--.*$/gm, '')
    .split(/;\s*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
  if (texts.length === 0) fail(file, 'is empty', 'Write a statement into it.');
  schema.startMigration();
  try {
    return texts.map((statementText) => {
      const statement = parseStatement(statementText);
      schema.apply(statement);
      return statement;
    });
  } catch (error) {
    if (error instanceof StatementProblem) fail(file, error.message, error.help);
    throw error;
  }
}

function fail(file: string, what: string, help: string): never {
  throw new EmasError('ERR_EMAS_MIGRATION_FILE', `The migration ${file} ${what}.`, { help });
}
