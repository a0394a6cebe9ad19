/** One statement of a migration, as far as it has to be understood. */
export interface SchemaStatement {
  readonly text: string;
  readonly does: 'create' | 'replace' | 'alter' | 'drop';
  readonly object: SchemaObject;
  readonly name: string;
  /** Where the name ends in the text. */
  readonly nameEnd: number;
  /** What an `ALTER` does, one after the other. */
  readonly changes: readonly TableChange[];
  /** Of a materialized view: the tables that it reads from and writes to. */
  readonly source?: string;
  readonly target?: string;
}

export type SchemaObject =
  /** Keeps rows: some `MergeTree`. */
  | 'stored table'
  /** Hands rows on to materialized views and keeps none: `ENGINE = Null`. */
  | 'wire'
  /** The one of the two that an `ALTER` or a `DROP` finds. */
  | 'table'
  | 'materialized view'
  | 'view'
  | 'dictionary';

export interface TableChange {
  readonly does: 'add column' | 'drop column' | 'change column' | 'change storage';
  readonly column?: string;
}

/** Why a statement may not stand in a migration, and what to write instead. */
export class StatementProblem extends Error {
  readonly help: string;
  constructor(what: string, help: string) {
    super(what);
    this.help = help;
  }
}

const HEAD = /^([A-Z]+(?: [A-Z]+)*) ([a-z_]\w*)(?=[\s(]|$)/;

type Head = Pick<SchemaStatement, 'does' | 'object'>;

/** All that two processes may do at the same moment, and one again after a crash half-way. */
const HEADS: ReadonlyMap<string, Head> = new Map([
  ['CREATE TABLE IF NOT EXISTS', { does: 'create', object: 'table' }],
  ['CREATE MATERIALIZED VIEW IF NOT EXISTS', { does: 'create', object: 'materialized view' }],
  ['CREATE VIEW IF NOT EXISTS', { does: 'create', object: 'view' }],
  ['CREATE OR REPLACE VIEW', { does: 'replace', object: 'view' }],
  ['CREATE DICTIONARY IF NOT EXISTS', { does: 'create', object: 'dictionary' }],
  ['CREATE OR REPLACE DICTIONARY', { does: 'replace', object: 'dictionary' }],
  ['ALTER TABLE', { does: 'alter', object: 'table' }],
  ['DROP TABLE IF EXISTS', { does: 'drop', object: 'table' }],
  // ClickHouse drops both kinds of views alike.
  ['DROP VIEW IF EXISTS', { does: 'drop', object: 'view' }],
  ['DROP DICTIONARY IF EXISTS', { does: 'drop', object: 'dictionary' }],
]);
const VIEW_BODY = /^TO (\w+)\s+AS\s+SELECT\b/;
const FIRST_SOURCE = /\bFROM\s+(\w+)/;
const ENGINE = /\bENGINE = (\w+)/;

/** The same of a table. */
const CHANGES: readonly (readonly [RegExp, TableChange['does']])[] = [
  [/^ADD COLUMN IF NOT EXISTS (\w+) /, 'add column'],
  [/^DROP COLUMN IF EXISTS (\w+)$/, 'drop column'],
  [/^MODIFY COLUMN IF EXISTS (\w+) (?!REMOVE |RESET |MODIFY )/, 'change column'],
  [/^COMMENT COLUMN IF EXISTS (\w+) /, 'change column'],
  [/^MODIFY (?:ORDER BY|TTL|SETTING) /, 'change storage'],
  [/^(?:ADD INDEX IF NOT EXISTS|DROP INDEX IF EXISTS) /, 'change storage'],
];
const START_OF_CHANGE =
  /^(?:[A-Z]+ (?:COLUMN|INDEX|ORDER BY|TTL|SETTING|QUERY|PROJECTION|PARTITION)|[A-Z]{4,}) /;

/** @throws StatementProblem */
export function parseStatement(text: string): SchemaStatement {
  const [before = '', words = '', name = ''] = HEAD.exec(text) ?? [];
  const head = HEADS.get(words);
  if (head === undefined) throw notRepeatable(text);
  const rest = text.slice(before.length).trim();
  const statement = { ...head, text, name, nameEnd: before.length, changes: [] };
  if (head.does === 'alter') return { ...statement, changes: changesOf(rest) };
  if (head.does === 'drop' && rest !== '') throw notRepeatable(text);
  if (head.does !== 'create') return statement;
  if (head.object === 'table') return { ...statement, object: tableOf(rest) };
  return head.object === 'materialized view' ? { ...statement, ...endsOf(rest) } : statement;
}

function endsOf(rest: string): Required<Pick<SchemaStatement, 'source' | 'target'>> {
  const target = VIEW_BODY.exec(rest)?.[1];
  const source = FIRST_SOURCE.exec(rest)?.[1];
  if (target !== undefined && source !== undefined) return { source, target };
  throw new StatementProblem(
    'makes a materialized view with a table of its own',
    'Write it as: CREATE MATERIALIZED VIEW IF NOT EXISTS name TO table AS SELECT … FROM wire …',
  );
}

function tableOf(rest: string): 'stored table' | 'wire' {
  const engine = ENGINE.exec(rest)?.[1] ?? '';
  if (engine === 'Null') return 'wire';
  // Names of a cluster's or a cloud's engines come by themselves.
  if (/^(?!Replicated|Shared)\w*MergeTree$/.test(engine)) return 'stored table';
  throw new StatementProblem(
    `makes a table of the engine "${engine}"`,
    'Use one of the MergeTree family, or Null for a table that only hands rows on.',
  );
}

function changesOf(rest: string): TableChange[] {
  return changeTexts(rest).map((text) => {
    for (const [pattern, does] of CHANGES) {
      const found = pattern.exec(text);
      if (found === null) continue;
      const [, column] = found;
      return column === undefined ? { does } : { does, column };
    }
    if (text.startsWith('MODIFY QUERY')) throw changedView();
    throw notRepeatable(text);
  });
}

/** Changes are parted by commas, and so are settings and expressions within one. */
function changeTexts(rest: string): string[] {
  const texts: string[] = [];
  for (const part of partsAtCommas(rest)) {
    const last = texts.at(-1);
    if (last === undefined || START_OF_CHANGE.test(part)) texts.push(part);
    else texts[texts.length - 1] = `${last}, ${part}`;
  }
  return texts;
}

/** At commas outside of brackets and of quotes. */
function partsAtCommas(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '\\') at += 1;
    else if (sign === "'") isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    else if (sign === ',' && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return [...parts, text.slice(start).trim()];
}

function notRepeatable(text: string): StatementProblem {
  const start = text.slice(0, 60).replaceAll(/\s+/g, ' ');
  return new StatementProblem(
    `cannot be repeated: "${start}"`,
    'Write it with IF [NOT] EXISTS; the README of @emas/clickhouse lists what a migration may do.',
  );
}

function changedView(): StatementProblem {
  return new StatementProblem(
    'changes what a materialized view selects',
    'ClickHouse would not know the tokens of earlier batches there, and count a repeated one twice. ' +
      'Make another wire with views of its own, which the new release writes to.',
  );
}
