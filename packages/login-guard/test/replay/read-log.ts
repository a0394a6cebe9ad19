import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { readAttempts } from '@emas/login-guard';
import type { LoginAttempt, ReadAttemptsOptions, ReadProgress } from '@emas/login-guard';

const folder = mkdtempSync(join(tmpdir(), 'emas-replay-'));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;

/** A file of this test, with a name of its own unless one is given. */
export function fileOf(content: string | Buffer, name = ''): string {
  count += 1;
  const file = join(folder, name.startsWith('.') || name === '' ? `${count}${name}` : name);
  writeFileSync(file, content);
  return file;
}

export interface ReadLog {
  readonly attempts: LoginAttempt[];
  /** Of the only file, or the one that was told of last. */
  readonly progress: ReadProgress | undefined;
}

/** With user names as they are, times of 2026, and UTC. */
export async function read(
  files: string | readonly string[],
  options: ReadAttemptsOptions = {},
): Promise<ReadLog> {
  const attempts: LoginAttempt[] = [];
  let progress: ReadProgress | undefined;
  const all = { accounts: 'plain', year: 2026, timeZone: 'UTC', ...options } as const;
  const onProgress = (now: ReadProgress): void => void (progress = now);
  for await (const attempt of readAttempts(files, { ...all, onProgress })) attempts.push(attempt);
  return { attempts, progress };
}

/** `in` or why not, who, from where: of each attempt in these lines. */
export async function seenIn(
  lines: string | Buffer,
  options: ReadAttemptsOptions = {},
): Promise<readonly string[]> {
  const { attempts } = await read(fileOf(lines), options);
  return attempts.map(({ outcome, reason, account, prefix }) =>
    [outcome === 'success' ? 'in' : reason, account, prefix].join(' ').trim(),
  );
}
