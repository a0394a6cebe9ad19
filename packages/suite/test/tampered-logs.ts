import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { KEY, collector, dayOf, logForDays } from './days-of-logs.ts';
import { runEmas } from './run-emas.ts';

/** A way to tamper with a folder of logs, and what comes of it. */
export interface Tampering {
  readonly what: string;
  readonly how: () => void | Promise<void>;
  /** What it ends with, without anchors from elsewhere and with them. @default [1, 1] */
  readonly ends?: readonly [alone: number, withAnchors: number];
  /** Of the way with anchors. */
  readonly says: RegExp;
}

/** A folder of logs of six days, which each test has for itself. */
export class TamperedLogs {
  readonly work: string = mkdtempSync(join(tmpdir(), 'emas-tampering-'));
  /** What a receiver of the log has. */
  readonly collected: string = join(this.work, 'collected.log');
  /** The same, as of the tampering. */
  readonly elsewhere: string = join(this.work, 'elsewhere.log');
  readonly #untouched = join(this.work, 'untouched');
  readonly #keyFile = join(this.work, 'key');
  folder = '';

  /** For the tests of a file. */
  constructor() {
    beforeAll(async () => {
      writeFileSync(this.#keyFile, `${KEY}\n`);
      await logForDays(this.#untouched, [collector(this.collected)]);
    });
    afterAll(() => rmSync(this.work, { recursive: true, force: true }));
    beforeEach(() => {
      this.folder = mkdtempSync(join(this.work, 'logs-'));
      cpSync(this.#untouched, this.folder, { recursive: true, preserveTimestamps: true });
      cpSync(this.collected, this.elsewhere);
    });
    afterEach(() => {
      jest.restoreAllMocks();
    });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  files(log: string): string[] {
    const names = readdirSync(this.folder).filter((name) => name.startsWith(`${log}.`));
    return names.toSorted();
  }

  /** One of `auth` with files before and behind it on the same day. */
  middle(): string {
    return `auth.1.${dayOf(2)}.002.log`;
  }

  newest(log: string): string {
    return this.files(log).at(-1) ?? '';
  }

  ofDay(day: number): string[] {
    return readdirSync(this.folder).filter((name) => name.includes(dayOf(day)));
  }

  linesOf(name: string): string[] {
    return readFileSync(this.path(name), 'utf8').trimEnd().split('\n');
  }

  write(name: string, lines: readonly string[]): void {
    writeFileSync(this.path(name), `${lines.join('\n')}\n`);
  }

  edit(name: string, how: (lines: string[]) => string[]): void {
    this.write(name, how(this.linesOf(name)));
  }

  remove(...names: string[]): void {
    for (const name of names) rmSync(this.path(name));
  }

  /** What `emas logs verify` says of each, and how it ends, without anchors from elsewhere and with them. */
  verifiesAfter(all: readonly Tampering[]): void {
    it.each(all.map((one) => [one.what, one] as const))(
      '%s',
      async (_what, { how, ends: [alone, withAnchors] = [1, 1], says }) => {
        await how();
        const command = ['logs', 'verify', this.folder, '--key-file', this.#keyFile];
        const first = await runEmas(command);
        const second = await runEmas([...command, '--anchors', this.elsewhere]);
        expect({ alone: first.code, withAnchors: second.code }).toEqual({ alone, withAnchors });
        for (const { code, out } of [first, second]) {
          expect(out.includes('Every chain is intact')).toBe(code === 0);
          if (code === withAnchors) expect(out).toMatch(says);
        }
      },
    );
  }
}
