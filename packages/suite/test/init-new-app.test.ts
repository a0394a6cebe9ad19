import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { weaknessOf } from '../src/settings/secret-strength.ts';
import { EXPRESS, MODULES, makeInitFolder } from './init-folder.ts';
import type { Files, InitFolder } from './init-folder.ts';
import { runEmas, startEmas } from './run-emas.ts';

let app: InitFolder;
beforeEach(() => {
  app = makeInitFolder();
});
afterEach(() => app.remove());

describe('emas init, in an empty folder', () => {
  it('writes an app that answers, strictly', async () => {
    const { code, out, err } = await app.init();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(app.names()).toEqual(['.env', '.gitignore', 'app.js', 'package.json']);
    expect(JSON.parse(app.textOf('package.json'))).toMatchObject({ type: 'module' });
    expect(out).toContain('npm install\n');
    const page = await app.firstPage('app.js');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("'strict-dynamic'");
    expect(page.headers.get('set-cookie')).toContain('HttpOnly');
    // The keys of .env are in use: none was made up.
    expect(existsSync(join(app.path, 'data/emas/logs'))).toBe(true);
    expect(existsSync(join(app.path, 'data/emas/log-key'))).toBe(false);
  });

  it('writes it with require(), where that is asked for', async () => {
    await app.init('--commonjs');
    expect(JSON.parse(app.textOf('package.json'))).toMatchObject({ type: 'commonjs' });
    expect(app.textOf('app.js')).toContain("require('@emas/suite')");
    expect((await app.firstPage('app.js')).status).toBe(200);
  });

  it.each([[[]], [['--commonjs']]])('writes it in TypeScript that compiles: %j', async (words) => {
    await app.init('--typescript', ...words);
    expect(app.names()).toEqual(['.env', '.gitignore', 'app.ts', 'package.json', 'tsconfig.json']);
    symlinkSync(MODULES, join(app.path, 'node_modules'));
    execFileSync(process.execPath, [join(MODULES, 'typescript/bin/tsc'), '-p', app.path]);
    expect((await app.firstPage('dist/app.js')).status).toBe(200);
  });

  it('makes the folder, also below others', async () => {
    const place = join(app.path, 'apps', 'My Portal');
    expect(await startEmas(['init', place])).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')).name).toBe('my-portal');
  });

  it('makes two secrets that only this user may read, others each time, and shows neither', async () => {
    const { out } = await app.init();
    const json = (await app.init('--json')).out;
    const first = app.variables();
    expect(Object.keys(first).toSorted()).toEqual(['EMAS_LOG_KEY', 'EMAS_SESSION_SECRET']);
    expect(statSync(join(app.path, '.env')).mode & 0o777).toBe(0o600);
    rmSync(join(app.path, '.env'));
    await app.init();
    const all = [...Object.values(first), ...Object.values(app.variables())].map(String);
    expect(new Set(all).size).toBe(4);
    for (const secret of all) {
      expect(weaknessOf(secret)).toBeUndefined();
      expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
      expect(`${out}${json}`).not.toContain(secret);
    }
  });

  it('leaves secrets and data out of the repository', async () => {
    await app.init();
    execFileSync('git', ['init', '--quiet'], { cwd: app.path });
    app.write({ 'data/emas/log-key': 'x' });
    const seen = execFileSync('git', ['status', '--porcelain', '-uall'], { cwd: app.path });
    expect(seen.toString().trim().split('\n')).toEqual([
      '?? .gitignore',
      '?? app.js',
      '?? package.json',
    ]);
  });

  it('is an app that emas config check finds nothing wrong with', async () => {
    await app.init();
    const { code, out } = await runEmas(
      ['config', 'check', '--env-file', join(app.path, '.env'), '--json'],
      { NODE_ENV: 'production', EMAS_DATA: join(app.path, 'data') },
    );
    expect({ code, faults: JSON.parse(out).faults }).toEqual({ code: 0, faults: [] });
  });

  it('goes on where a package.json has only what npm install leaves', async () => {
    app.write({ 'package.json': { dependencies: { '@emas/suite': '^0.1.0' } } });
    const before = app.textOf('package.json');
    const { kind, install } = await app.told();
    expect({ kind, install: install[0] }).toEqual({ kind: 'new', install: 'npm install express' });
    expect(app.textOf('package.json')).toBe(before);
    expect(app.textOf('app.js')).toContain('require(');
    expect((await app.firstPage('app.js')).status).toBe(200);
  });
});

describe.each<[string, readonly string[], Files]>([
  ['a new app', [], {}],
  ['a new app in TypeScript', ['--typescript'], {}],
  ['what npm install left', [], { 'package.json': { dependencies: { '@emas/suite': '1' } } }],
  ['an app', [], { 'package.json': EXPRESS, 'app.js': 'const app = express();\n' }],
  ['an app without an entry', [], { 'package.json': { scripts: { start: 'x' } } }],
])('run again, in %s', (_, words, files) => {
  it('changes nothing, and says so', async () => {
    app.write(files);
    await app.init(...words);
    const before = app.snapshot();
    for (const again of [words, []]) {
      const { code, out } = await app.init(...again);
      expect(code).toBe(0);
      expect(out).toContain('is complete: nothing was changed.');
      expect(app.snapshot()).toEqual(before);
    }
  });
});

describe('--dry-run', () => {
  it.each<[string, Files]>([
    ['new', {}],
    ['existing', { 'package.json': EXPRESS, 'app.js': 'const app = express();\n', '.env': 'A=1' }],
  ])('shows everything of a %s app and writes nothing', async (kind, files) => {
    app.write(files);
    const before = app.snapshot();
    const { code, out } = await app.init('--dry-run');
    expect(code).toBe(0);
    expect(app.snapshot()).toEqual(before);
    expect(out).toContain('EMAS_LOG_KEY=(32 random bytes)');
    expect(out).toContain(kind === 'new' ? 'emas.mount(app);\n' : "suite({ rollout: 'report' })");
    expect(out).toMatch(/Dry run: nothing was written\.\n$/);
    expect(await app.told('--dry-run')).toMatchObject({ kind, written: false });
    expect(app.snapshot()).toEqual(before);
  });

  it('makes no folder', async () => {
    const place = join(app.path, 'none');
    expect(await runEmas(['init', place, '--dry-run'])).toMatchObject({ code: 0 });
    expect(existsSync(place)).toBe(false);
  });
});
