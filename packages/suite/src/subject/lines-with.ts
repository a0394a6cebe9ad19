import { readFileSync } from 'node:fs';
import { errorCode } from '@emas/errors';
import type { SubjectIdentity } from './identity.ts';

/**
 * What stands in lines of a file in which somebody stands: of rows that lie together those alone.
 *
 * @throws The system's error.
 */
export function linesWith(path: string, identity: SubjectIdentity): readonly unknown[] {
  return textIn(path)
    .split('\n')
    .filter((line) => identity.isIn(line))
    .flatMap((line) => {
      const parsed = parsedFrom(line);
      const rows = rowsOf(parsed);
      if (rows === undefined) return [parsed];
      const own = rows.filter((row) => identity.isIn(textOf(row)));
      // The engine's words about a row may tell of it as well.
      const { error }: { error?: unknown } = Object(parsed);
      const told = identity.isIn(JSON.stringify(error ?? '')) ? [{ error }] : [];
      return [...own.map((row) => parsedFrom(textOf(row))), ...told];
    });
}

/** A batch begins with what is no text; a known place is no JSON. */
function parsedFrom(line: string): unknown {
  for (const text of [line, line.slice(line.indexOf('{'))]) {
    try {
      return JSON.parse(text);
    } catch {
      // It is tried from where an object begins.
    }
  }
  return /^[\x20-\x7e]*$/.test(line) ? line : '(a row on its way)';
}

/** Of a file that has gone meanwhile: ''. @throws The system's error. */
export function textIn(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  }
}

function textOf(row: unknown): string {
  return typeof row === 'string' ? row : JSON.stringify(row);
}

/** Of rows that the engine rejected together. */
function rowsOf(parsed: unknown): readonly unknown[] | undefined {
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const rows: unknown = Reflect.get(parsed, 'rows');
  return Array.isArray(rows) ? rows : undefined;
}
