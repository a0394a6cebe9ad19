import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { connect } from '../src/index.ts';
import type { ConnectOptions } from '../src/index.ts';
import { firstMessage } from '../../../test/waiting/first-message.js';

const folder = mkdtempSync(join(tmpdir(), 'emas-connect-'));
const children: ChildProcess[] = [];
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const openIn = async (path: string): Promise<{ answer: unknown; pid: number | undefined }> => {
  const program = fileURLToPath(new URL('open-folder.js', import.meta.url));
  // The engine writes its own complaint to standard error; what counts here is the error thrown.
  const child = fork(program, [path], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  children.push(child);
  const answer = await firstMessage(child);
  return { answer, pid: child.pid };
};

describe('connect to a folder', () => {
  it('opens it, and finds it again after a kill', async () => {
    const data = join(folder, 'kept');
    await expect(openIn(data)).resolves.toMatchObject({ answer: { rows: [{ n: 1 }] } });
    const [child] = children;
    const gone = child === undefined ? undefined : once(child, 'exit');
    child?.kill('SIGKILL');
    await gone;
    await expect(openIn(data)).resolves.toMatchObject({ answer: { rows: [{ n: 2 }] } });
  });

  it('takes rows after a batch, whose token is no concern of theirs', async () => {
    const { answer } = await openIn(join(folder, 'after'));
    expect(answer).toMatchObject({ after: [{ k: 1 }, { k: 2 }] });
  });

  it('says which process has it', async () => {
    const data = join(folder, 'shared');
    const { pid } = await openIn(data);
    const { answer } = await openIn(data);
    expect(answer).toMatchObject({
      code: 'ERR_EMAS_CLICKHOUSE_LOCKED',
      message: expect.stringContaining(`in use by process ${pid}`),
    });
  });

  it('says so when it cannot be made', async () => {
    writeFileSync(join(folder, 'a-file'), '');
    const { answer } = await openIn(join(folder, 'a-file', 'inside'));
    expect(answer).toMatchObject({ code: 'ERR_EMAS_CLICKHOUSE_FOLDER' });
  });
});

describe('connect with wrong options', () => {
  it.each([
    [{ url: 'clickhouse.internal' }, /"url" got a string of 19 characters; wants http/],
    [{ url: 'http://user:secret@host' }, /"url" .*without a user, password or query/],
    [{ url: 'http://host/?user=a&password=b' }, /"url" .*without a user, password or query/],
    [{ url: 'http://host', requestTimeout: '10' }, /"requestTimeout" got a string/],
    [{ url: 'http://host', pasword: 'x' }, /unknown option "pasword", did you mean "password"/],
    [{ embedded: '' }, /"embedded" got a string of 0 characters; wants a folder/],
    [{ embedded: './data', url: 'http://host' }, /unknown option "url"/],
    [undefined, /"url" got nothing/],
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
