import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keptSecret } from '../src/kept-secret.ts';

describe('the secret', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portal-secret-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('is made once and kept where only the portal reads it', async () => {
    const data = join(folder, 'data');
    const all = await Promise.all([
      keptSecret(data, 'session-secret', undefined),
      keptSecret(data, 'session-secret', ''),
    ]);
    const [secret] = all;
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(new Set([...all, await keptSecret(data, 'session-secret', undefined)]).size).toBe(1);
    const file = join(data, 'session-secret');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toBe(`${secret}\n`);
  });

  it('is the one that is given, and then none is kept', async () => {
    expect(await keptSecret(folder, 'session-secret', 'given')).toBe('given');
    await expect(stat(join(folder, 'session-secret'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
