import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { EmasError } from '@emas/errors';
import { writeWhole } from '@emas/whole-files';
import { z } from 'zod';

const schema = z.strictObject({
  id: z.uuid(),
  target: z.string(),
  portions: z.record(z.string(), z.int().min(1)),
  done: z.array(z.string()),
});

/** What of a copy was done, in a file, for the next attempt. */
export class CopyRecord {
  readonly id: string;
  /** Whether nothing was copied before. */
  readonly isNew: boolean;
  readonly #path: string;
  readonly #target: string;
  readonly #portions: Map<string, number>;
  readonly #done: Set<string>;

  private constructor(path: string, isNew: boolean, content: z.infer<typeof schema>) {
    this.#path = path;
    this.isNew = isNew;
    this.id = content.id;
    this.#target = content.target;
    this.#portions = new Map(Object.entries(content.portions));
    this.#done = new Set(content.done);
  }

  /** @throws EmasError `ERR_EMAS_COPY_RECORD` where the file is no record, or of a copy to another target. */
  static open(path: string, target: string): CopyRecord {
    if (!existsSync(path)) {
      return new CopyRecord(path, true, { id: randomUUID(), target, portions: {}, done: [] });
    }
    const content = parsed(readFileSync(path, 'utf8'));
    if (content?.target === target) return new CopyRecord(path, false, content);
    const what = content === undefined ? 'is damaged' : `is of a copy to ${content.target}`;
    throw new EmasError('ERR_EMAS_COPY_RECORD', `The record of a copy, ${path}, ${what}.`, {
      help: 'Finish that copy; or remove the file and begin anew, with an empty target.',
    });
  }

  /** How many portions something was cut into, now or when it was begun. */
  portions(whole: string, count: number): number {
    const known = this.#portions.get(whole);
    if (known !== undefined) return known;
    this.#portions.set(whole, count);
    this.#write();
    return count;
  }

  has(token: string): boolean {
    return this.#done.has(token);
  }

  add(token: string): void {
    this.#done.add(token);
    this.#write();
  }

  remove(): void {
    rmSync(this.#path, { force: true });
  }

  #write(): void {
    const content = {
      id: this.id,
      target: this.#target,
      portions: Object.fromEntries(this.#portions),
      done: [...this.#done],
    };
    writeWhole(this.#path, JSON.stringify(content));
  }
}

function parsed(text: string): z.infer<typeof schema> | undefined {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    // Not JSON, or not a record.
    return undefined;
  }
}
