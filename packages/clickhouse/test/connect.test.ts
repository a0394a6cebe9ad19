import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { checkChdb } from '../src/engine/chdb.ts';
import { connect } from '../src/index.ts';
import { patientClient } from '../src/internal.ts';
import type { ConnectOptions } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'emas-connect-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('says so when the folder cannot be made', () => {
  writeFileSync(join(folder, 'a-file'), '');
  expect(() => connect({ embedded: join(folder, 'a-file', 'inside') })).toThrow(
    expect.objectContaining({ code: 'ERR_EMAS_CLICKHOUSE_FOLDER' }),
  );
});

it('says so when the path of the folder is too long for a socket', () => {
  expect(() => connect({ embedded: join(folder, 'x'.repeat(100)) })).toThrow(
    expect.objectContaining({ code: 'ERR_EMAS_CLICKHOUSE_FOLDER' }),
  );
});

describe('where the embedded engine does not run', () => {
  it.each([
    ['win32', 'x64', true, /does not run on win32 with x64\. .*run the app in WSL 2/],
    ['freebsd', 'x64', true, /does not run on freebsd with x64/],
    ['linux', 'riscv64', true, /does not run on linux with riscv64/],
    ['linux', 'x64', false, /needs glibc; .*Alpine.*node:24-slim/],
  ])('%s %s, glibc %j: says why, and what to do', (platform, arch, hasGlibc, message) => {
    const check = (): void => checkChdb({ platform, arch, hasGlibc });
    expect(check).toThrow(expect.objectContaining({ code: 'ERR_EMAS_CHDB_PLATFORM' }));
    expect(check).toThrow(message);
    expect(check).toThrow(/EMAS_CLICKHOUSE_URL/);
  });

  it('on this machine it does', () => {
    expect(() => checkChdb()).not.toThrow();
  });

  it('names the binary that a platform lacks', () => {
    expect(() => checkChdb({ platform: 'darwin', arch: 'arm64', hasGlibc: true })).toThrow(
      /without its binary, "@chdb\/lib-darwin-arm64"/,
    );
  });
});

describe('connect with wrong options', () => {
  it.each([
    [{ url: 'clickhouse.internal' }, /"url": expected http.*received a 19-character string/],
    [{ url: 'http://user:secret@host' }, /"url": .*without a user, password or query/],
    [{ url: 'http://host/?user=a&password=b' }, /"url": .*without a user, password or query/],
    [
      { url: 'http://host', requestTimeout: '10' },
      /"requestTimeout": .*received a \d+-character string/,
    ],
    [{ url: 'http://host', pasword: 'x' }, /unknown option "pasword", did you mean "password"/],
    [{ embedded: '' }, /"embedded": expected a folder.*received a 0-character string/],
    [
      { embedded: './data', requestTimeout: 1 },
      /"requestTimeout": expected 100 ms or more.*received a number/,
    ],
    [{ embedded: './data', url: 'http://host' }, /unknown option "url"/],
    [undefined, /"url": .*received nothing/],
  ])('%j', (options, message) => {
    const given: unknown = options;
    const attempt = (): unknown => connect(given as ConnectOptions);
    expect(attempt).toThrow(
      expect.objectContaining({
        code: 'ERR_EMAS_CLICKHOUSE_OPTIONS',
        message: expect.stringMatching(message),
      }),
    );
    expect(attempt).not.toThrow('secret');
  });
});

it('a client that waits long for the embedded engine is not cut off by the one that does not', async () => {
  const client = connect({ embedded: join(folder, 'patient') });
  const patient = patientClient(client);
  for (const one of [client, patient, client]) await one.command({ query: 'SELECT 1' });
  // Longer than the client keeps a connection that it does not use.
  const slow = { query: 'SELECT sleepEachRow(1) FROM numbers(4) SETTINGS max_block_size = 1' };
  const answer = await patient.query({ ...slow, format: 'JSONEachRow' });
  await expect(answer.json()).resolves.toHaveLength(4);
  await client.close();
  await expect(patient.command({ query: 'SELECT 1' })).rejects.toThrow(/closed|released|engine/i);
}, 30_000);
