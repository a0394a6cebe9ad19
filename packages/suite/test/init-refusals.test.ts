import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EXPRESS, makeInitFolder } from './init-folder.ts';
import type { InitFolder } from './init-folder.ts';
import { runEmas } from './run-emas.ts';

let app: InitFolder;
beforeEach(() => {
  app = makeInitFolder();
});
afterEach(() => app.remove());

describe('what it does not do', () => {
  it('puts no secret into a .env that git has', async () => {
    app.write({ 'package.json': EXPRESS, 'app.js': 'const app = express();', '.env': 'A=1\n' });
    const git = (...words: readonly string[]): Buffer =>
      execFileSync('git', words, { cwd: app.path });
    git('init', '--quiet');
    git('add', '.env');
    const before = app.snapshot();
    expect(await app.init()).toEqual({
      code: 3,
      out: '',
      err: expect.stringMatching(/^emas: Git tracks \.env: .*git rm --cached \.env/),
    });
    expect(app.snapshot()).toEqual(before);
    git('rm', '--cached', '--quiet', '.env');
    expect(await app.init()).toMatchObject({ code: 0 });
  });

  it('writes through no link that leads nowhere', async () => {
    const elsewhere = join(app.path, 'elsewhere');
    symlinkSync(elsewhere, join(app.path, '.env'));
    expect(await app.init()).toMatchObject({
      code: 3,
      err: expect.stringContaining('.env cannot be written: EEXIST'),
    });
    expect(existsSync(elsewhere)).toBe(false);
  });

  it('goes on where it was broken off', async () => {
    await app.init();
    rmSync(join(app.path, 'package.json'));
    const before = app.variables();
    expect(await app.told()).toMatchObject({ kind: 'new' });
    expect(JSON.parse(app.textOf('package.json'))).toMatchObject({ type: 'module' });
    expect(app.variables()).toEqual(before);
  });

  it.each<[string, () => string, RegExp]>([
    ['a folder that is a file', () => join(app.path, 'file'), /file is not a folder/],
    [
      'a package.json that is none',
      () => join(app.path, 'broken'),
      /not a package\.json that npm can read/,
    ],
    ['two files with our names', () => join(app.path, 'taken'), /emas\.js and emas-suite\.js/],
  ])('ends with 3 and writes nothing: %s', async (_, place, message) => {
    app.write({
      file: '',
      'broken/package.json': '{ "name": ',
      'taken/package.json': EXPRESS,
      'taken/app.js': 'const app = express();',
      'taken/emas.js': '1;',
      'taken/emas-suite.js': '2;',
    });
    const before = app.snapshot();
    const { code, out, err } = await runEmas(['init', place()]);
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toMatch(message);
    expect(app.snapshot()).toEqual(before);
  });

  it('leaves lines of others in .gitignore as they are', async () => {
    app.write({ '.gitignore': '.env*\nnode_modules\n/data\n' });
    await app.init();
    expect(app.textOf('.gitignore')).toBe('.env*\nnode_modules\n/data\n');
    appendFileSync(join(app.path, '.gitignore'), '# end');
    await app.init();
    expect(app.textOf('.gitignore')).toMatch(/# end$/);
  });
});
