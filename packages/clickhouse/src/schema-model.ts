import { StatementProblem } from './schema-statement.ts';
import type { SchemaObject, SchemaStatement, TableChange } from './schema-statement.ts';

interface Known {
  readonly object: SchemaObject;
  readonly source: string | undefined;
  readonly target: string | undefined;
  readonly droppedColumns: Set<string>;
}

/**
 * What a component's migrations make of an empty database. Each statement is held against what those before
 * it made: an `ALTER` of a table that is not there would fail on the server, after half of the migration.
 *
 * A name that was dropped stays gone. Of two processes that migrate at the same moment, the slower one may
 * still have the `DROP` before it, and would drop what the faster one has made again.
 */
export class SchemaModel {
  readonly #known = new Map<string, Known>();
  readonly #gone = new Set<string>();
  /** What this migration makes, changes, reads from or writes to. */
  #used = new Set<string>();

  startMigration(): void {
    this.#used = new Set();
  }

  /** @throws StatementProblem on a statement that does not go with what is there. */
  apply(statement: SchemaStatement): void {
    const { does } = statement;
    if (does === 'drop') {
      this.#drop(statement);
      return;
    }
    if (does === 'alter') this.#alter(statement);
    else this.#create(statement);
    const { name, source = name, target = name } = statement;
    for (const used of [name, source, target]) this.#used.add(used);
  }

  #create({ does, object, name, source, target }: SchemaStatement): void {
    if (this.#gone.has(name)) {
      throw new StatementProblem(
        `makes "${name}" again, which a statement before dropped`,
        'Use another name: a process that is slower may still be about to drop it.',
      );
    }
    const before = this.#known.get(name);
    if (before !== undefined && (does === 'create' || before.object !== object)) {
      throw new StatementProblem(`makes "${name}", which is there already`, 'Use another name.');
    }
    if (source !== undefined) this.#expect(source, 'wire', 'reads from');
    if (target !== undefined) this.#expect(target, 'stored table', 'writes to');
    this.#known.set(name, { object, source, target, droppedColumns: new Set() });
  }

  #alter({ name, changes }: SchemaStatement): void {
    const table = this.#find(name, 'changes');
    if (table.object !== 'stored table' && table.object !== 'wire') {
      throw new StatementProblem(
        `changes "${name}", which is a ${table.object}`,
        'Only tables are changed. A view or dictionary is replaced: CREATE OR REPLACE.',
      );
    }
    for (const change of changes) checkChange(name, table, change);
  }

  #drop({ object, name }: SchemaStatement): void {
    const { object: found, source } = this.#find(name, 'drops');
    if (this.#used.has(name)) {
      throw new StatementProblem(
        `drops "${name}", which a statement before it in the same file uses`,
        'Drop it in a migration of its own: after a crash, the file is run again from its start.',
      );
    }
    if (!isDroppedAs(found, object)) {
      throw new StatementProblem(
        `drops "${name}" as a ${object}, and it is a ${found}`,
        'Write DROP TABLE, DROP VIEW (of both kinds) or DROP DICTIONARY.',
      );
    }
    const writer = [...this.#known].find(([, { target }]) => target === name)?.[0];
    if (writer !== undefined) {
      throw new StatementProblem(
        `drops "${name}", which the view "${writer}" writes to`,
        'Drop the view first, and before it the wire that it reads from.',
      );
    }
    if (source !== undefined && this.#known.has(source)) {
      throw new StatementProblem(
        `drops the view "${name}", and leaves its wire "${source}"`,
        'What older processes send there would be counted nowhere. Drop the wire first.',
      );
    }
    this.#known.delete(name);
    this.#gone.add(name);
  }

  #find(name: string, does: string): Known {
    const found = this.#known.get(name);
    if (found !== undefined) return found;
    throw new StatementProblem(
      `${does} "${name}", which no statement before it makes`,
      'Correct the name; a migration changes what the same folder made.',
    );
  }

  #expect(name: string, object: SchemaObject, does: string): void {
    const found = this.#find(name, does);
    if (found.object === object) return;
    throw new StatementProblem(
      `${does} "${name}", which is a ${found.object}`,
      'A materialized view reads from a table of ENGINE = Null and writes to one that stores.',
    );
  }
}

function checkChange(name: string, table: Known, { does, column }: TableChange): void {
  if (does === 'change storage' && table.object === 'wire') {
    throw new StatementProblem(
      `changes how "${name}" is stored`,
      'It stores nothing: its ENGINE is Null. Only its columns can be changed.',
    );
  }
  if (column === undefined) return;
  if (does === 'drop column') table.droppedColumns.add(column);
  if (does !== 'add column' || !table.droppedColumns.has(column)) return;
  throw new StatementProblem(
    `adds the column "${column}" to "${name}" again, which a statement before dropped`,
    'Use another name: a process that is slower may still be about to drop it.',
  );
}

function isDroppedAs(found: SchemaObject, asked: SchemaObject): boolean {
  if (asked === 'table') return found === 'stored table' || found === 'wire';
  if (asked === 'view') return found === 'view' || found === 'materialized view';
  return found === asked;
}
