import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { blocksAt } from '../src/commands/blocks/block-list.ts';
import { readKeys } from '../src/commands/logs/log-keys.ts';
import { engineAt } from '../src/commands/engine-at.ts';
import { logFolder } from '../src/commands/logs/log-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'emas-where-'));
const data = join(folder, 'data');
const logs = join(data, 'logs');
mkdirSync(logs, { recursive: true });
mkdirSync(join(data, 'clickhouse'));
writeFileSync(join(logs, 'auth.1.2026-11-23.001.log'), '');
writeFileSync(join(data, 'log-key'), 'kept\n');
const secret = join(folder, 'secret');
writeFileSync(secret, 'newest\nolder\n');
afterAll(() => rmSync(folder, { recursive: true }));

const url = 'http://clickhouse:8123';
const codeOf = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
};

describe('the folder of the logs', () => {
  it('is the one that is named, before that of EMAS_DATA', () => {
    expect(logFolder(undefined, { env: { EMAS_DATA: data } })).toBe(logs);
    expect(logFolder(logs, { env: { EMAS_DATA: '/nowhere' } })).toBe(logs);
  });

  it('is said to be missing with the variable that it is from', () => {
    expect(() => logFolder(undefined, { env: { EMAS_DATA: '/nowhere' } })).toThrow(
      'The log folder /nowhere/logs (of EMAS_DATA) does not exist.',
    );
    expect(codeOf(() => logFolder(undefined, { env: {} }))).toBe('ERR_EMAS_COMMAND_FOLDER');
  });

  it('has log files in it, or will have some', () => {
    expect(codeOf(() => logFolder(folder, {}))).toBe('ERR_EMAS_LOG_FOLDER');
    expect(logFolder(folder, { mayBeEmpty: true })).toBe(folder);
    expect(() => logFolder(secret)).toThrow('is not a folder');
  });
});

describe('the keys', () => {
  it.each<[string, string | undefined, Record<string, string>, string[]]>([
    ['a flag before all', secret, { EMAS_LOG_KEY: 'other' }, ['newest', 'older']],
    ['the variable', undefined, { EMAS_LOG_KEY: 'one\ntwo', EMAS_DATA: data }, ['one', 'two']],
    ['a file that a variable names', undefined, { EMAS_LOG_KEY_FILE: secret }, ['newest', 'older']],
    ['the data folder', undefined, { EMAS_DATA: data, EMAS_LOG_KEY: '' }, ['kept']],
    ['nowhere', undefined, { EMAS_DATA: folder }, []],
  ])('are from %s', (_name, file, env, keys) => {
    expect(readKeys(file, env)).toEqual(keys);
  });

  it('are missed where they were named', () => {
    expect(codeOf(() => readKeys('/nowhere', {}))).toBe('ERR_EMAS_LOG_KEY');
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['is not there', { EMAS_LOG_KEY_FILE: '/nowhere' }, /EMAS_LOG_KEY_FILE: .*ENOENT/],
    ['is empty', { EMAS_LOG_KEY_FILE: '/dev/null' }, /the file \/dev\/null is empty/],
    [
      'is given beside the key itself',
      { EMAS_LOG_KEY_FILE: secret, EMAS_LOG_KEY: 'other' },
      /EMAS_LOG_KEY and EMAS_LOG_KEY_FILE are both set/,
    ],
  ])('are refused where their file %s, as by the app', (_name, env, message) => {
    const read = (): unknown => readKeys(undefined, env);
    expect(codeOf(read)).toBe('ERR_EMAS_COMMAND_SECRET');
    expect(read).toThrow(message);
  });
});

describe('the engine', () => {
  const env = { EMAS_DATA: data, CLICKHOUSE_URL: url };

  it.each<[string, object, Record<string, string>, object]>([
    ['a URL that is named', { url: 'http://named' }, env, { url: 'http://named' }],
    ['a folder that is named', { data: '/some' }, env, { embedded: '/some' }],
    ['a data folder that is named', { data }, {}, { embedded: join(data, 'clickhouse') }],
    ['a server of the environment', {}, env, { url }],
    [
      'our own variable first',
      {},
      { ...env, EMAS_CLICKHOUSE_URL: 'http://ours' },
      { url: 'http://ours' },
    ],
    ['the data folder', {}, { EMAS_DATA: data }, { embedded: join(data, 'clickhouse') }],
    [
      'a server with a password',
      { url },
      { EMAS_CLICKHOUSE_USER: 'emas', EMAS_CLICKHOUSE_PASSWORD_FILE: secret },
      { url, username: 'emas', password: 'newest\nolder' },
    ],
  ])('is %s', (_name, flags, given, wanted) => {
    expect(engineAt(flags, given)).toEqual(wanted);
  });

  it('is missed where nobody named it', () => {
    expect(codeOf(() => engineAt({}, {}))).toBe('ERR_EMAS_COMMAND_CLICKHOUSE');
  });
});

describe('the blocks', () => {
  const env = { EMAS_DATA: data, REDIS_URL: 'redis://other' };

  it.each<[string, object, Record<string, string>, object]>([
    ['a file that is named', { file: 'f' }, env, { file: 'f' }],
    ['a Redis that is named', { redis: 'redis://r' }, env, { redis: 'redis://r' }],
    ['a file of blocks alone', {}, { ...env, EMAS_BLOCKS_FILE: 'b' }, { file: 'b' }],
    ['a Redis of the environment', {}, env, { redis: 'redis://other' }],
    ['our own variable first', {}, { ...env, EMAS_REDIS_URL: 'redis://r' }, { redis: 'redis://r' }],
    ['the data folder', {}, { EMAS_DATA: data }, { file: join(data, 'blocks.json') }],
  ])('are in %s', (_name, flags, given, wanted) => {
    expect(blocksAt(flags, given)).toEqual(wanted);
  });

  it('are missed where nobody named them', () => {
    expect(codeOf(() => blocksAt({}, {}))).toBe('ERR_EMAS_LOGIN_BLOCKS_OPTIONS');
  });
});
