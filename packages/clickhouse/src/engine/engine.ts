import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IDENTIFIER } from '../batch.ts';
import type { ChdbResult, ChdbSession, OpenSession } from './chdb.ts';
import { ClickHouseException } from './clickhouse-exception.ts';
import { killedWhenGone } from './cancelling.ts';
import type { Statement } from './statement.ts';

/** Statements that run at the same moment; others wait. */
const AT_ONCE = 4;
/** Statements that wait at most, as a server bounds them. */
const MOST_WAITING = 1000;

/** The engine's default of `max_query_size`, bytes. */
const LONGEST_QUERY = 262_144;
/** The setting by which a statement is found on the engine's list: its own id cannot be chosen. */
const NAME = 'log_comment';

/** The engine of one folder. */
export class Engine {
  readonly #folder: string;
  readonly #open: OpenSession;
  /** Holds the folder while no statement runs. */
  readonly #holding: ChdbSession;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** @throws The engine's error where it cannot open the folder. */
  constructor(folder: string, open: OpenSession) {
    this.#folder = folder;
    this.#open = open;
    this.#holding = new open(folder, {
      // `emas backup` and `emas restore` name their file; clients that may send statements may read the folder.
      connectionArgs: ['--backups.allowed_path=/'],
    });
  }

  /**
   * @param gone Aborts when nobody waits for the answer any more: what has not begun is not run, and a
   * query is ended. A change that has begun is made, as at a server.
   * @throws The engine's error, or ClickHouseException where too many wait, or nobody does.
   */
  async run(statement: Statement, gone: AbortSignal): Promise<ChdbResult> {
    await this.#turn();
    try {
      if (gone.aborted) {
        throw new ClickHouseException(394, 'QUERY_WAS_CANCELLED', 'Its client has gone');
      }
      const name = randomUUID();
      const running = this.#runInSession(statement, name);
      if (!statement.isRead) return await running;
      return await killedWhenGone(running, gone, async () => this.#kill(name));
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  close(): void {
    this.#holding.close();
  }

  async #turn(): Promise<void> {
    if (this.#running >= AT_ONCE) {
      if (this.#waiting.length >= MOST_WAITING) {
        throw new ClickHouseException(
          202,
          'TOO_MANY_SIMULTANEOUS_QUERIES',
          `${MOST_WAITING} statements wait already`,
        );
      }
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
    this.#running += 1;
  }

  /** In a session of its own, so that its settings and parameters are nobody else's. */
  async #runInSession(statement: Statement, name: string): Promise<ChdbResult> {
    const file = needsFile(statement) ? join(this.#folder, 'tmp', name) : undefined;
    const session = new this.#open(this.#folder);
    try {
      if (file !== undefined) await writeFile(file, statement.data ?? '', { mode: 0o600 });
      return await session.queryAsync(textOf(statement, name, file), { format: statement.format });
    } finally {
      session.close();
      if (file !== undefined) await rm(file, { force: true });
    }
  }

  /** Besides those that run: it is what frees their places. */
  async #kill(name: string): Promise<void> {
    const session = new this.#open(this.#folder);
    try {
      const query = `KILL QUERY WHERE Settings['${NAME}'] = ${literal(name)} ASYNC`;
      await session.queryAsync(query, { format: 'Null' });
    } finally {
      session.close();
    }
  }
}

/**
 * Rows that cannot stand in the statement are read from a file: bytes that are no text; and rows with an empty
 * line, behind which the engine takes the rest for further statements, and runs them.
 */
function needsFile({ query, data }: Statement): boolean {
  if (data === undefined || !/^\s*INSERT\b/i.test(query)) return false;
  return !isUtf8(data) || data.includes('\n\n');
}

function textOf(statement: Statement, name: string, file: string | undefined): string {
  const { database, settings, parameters, mayChange, query, data } = statement;
  const before = [
    ...(database === undefined || database === 'default' ? [] : [`USE ${quoted(database)}`]),
    ...settingsOf(parameters),
    ...settings.map(([setting, value]) => `SET ${identifier(setting)} = ${literal(value)}`),
    `SET ${NAME} = ${literal(name)}`,
    // Settings may still be changed, this one excepted.
    ...(mayChange ? [] : ['SET readonly = 2']),
  ];
  return [...before, file === undefined ? inline(query, data) : fromFile(query, file)].join('; ');
}

/** Long values are no reason to refuse a short query. */
function settingsOf(parameters: Statement['parameters']): string[] {
  const sets = parameters.map(
    ([name, value]) => `SET param_${identifier(name)} = ${literal(value)}`,
  );
  const longest = Math.max(0, ...sets.map((set) => Buffer.byteLength(set)));
  if (longest < LONGEST_QUERY) return sets;
  return [`SET max_query_size = ${longest + 1}`, ...sets, 'SET max_query_size = DEFAULT'];
}

function inline(query: string, data: Buffer | undefined): string {
  if (data === undefined) return query;
  return `${query}${query.endsWith('\n') ? '' : '\n'}${data.toString()}`;
}

/** `INSERT INTO t FORMAT Native` becomes `INSERT INTO t FROM INFILE '…' FORMAT Native`. */
function fromFile(query: string, file: string): string {
  const [end, format] = /\b(?:FORMAT\s+(\w+)|VALUES)\s*;?\s*$/i.exec(query) ?? [];
  if (end === undefined) {
    throw new ClickHouseException(62, 'SYNTAX_ERROR', 'Data follows a query without FORMAT');
  }
  const start = query.slice(0, -end.length);
  const settings = start.search(/\bSETTINGS\s+\w+\s*=/i);
  const at = settings < 0 ? start.length : settings;
  return `${start.slice(0, at)}FROM INFILE ${literal(file)} ${start.slice(at)}FORMAT ${format ?? 'Values'}`;
}

function identifier(name: string): string {
  if (IDENTIFIER.test(name)) return name;
  throw new ClickHouseException(62, 'SYNTAX_ERROR', 'A name is not a plain identifier');
}

function quoted(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}

function literal(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
