import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EXPRESS, makeInitFolder } from './init-folder.ts';
import type { Files, InitFolder } from './init-folder.ts';

let app: InitFolder;
beforeEach(() => {
  app = makeInitFolder();
});
afterEach(() => app.remove());

/** An app that is there: the file that is found, what is written beside it, and how it is imported. */
const APPS: readonly (readonly [
  name: string,
  files: Files,
  entry: string,
  mount: string,
  line: string,
])[] = [
  [
    'CommonJS',
    {
      'package.json': EXPRESS,
      'app.js': "const express = require('express');\nconst app = express();\n",
    },
    'app.js',
    'emas.js',
    "const { emas } = require('./emas.js');",
  ],
  [
    'ES modules below src',
    {
      'package.json': { ...EXPRESS, type: 'module', scripts: { start: 'node src/www.js' } },
      'src/www.js': "import express from 'express';\nconst web = express();\n",
    },
    'src/www.js',
    'src/emas.js',
    "import { emas } from './emas.js';",
  ],
  [
    '.mjs in a CommonJS package',
    { 'package.json': EXPRESS, 'server.mjs': 'export const app = express();\n' },
    'server.mjs',
    'emas.mjs',
    "import { emas } from './emas.mjs';",
  ],
  [
    'express-generator, whose start script names another file',
    {
      'package.json': { ...EXPRESS, scripts: { start: 'node ./bin/www.js' } },
      'bin/www.js': "const app = require('../app');\n",
      'app.js': 'var app = express();\n',
    },
    'app.js',
    'emas.js',
    "const { emas } = require('./emas.js');",
  ],
  [
    'TypeScript that is compiled into dist',
    {
      'package.json': { ...EXPRESS, main: 'dist/app.js', scripts: { start: 'node dist/app.js' } },
      'tsconfig.json': '{ "compilerOptions": { "module": "nodenext" /* … */ } }',
      'src/app.ts': 'const app: Express = express();\n',
      'dist/app.js': 'const app = express();\n',
    },
    'src/app.ts',
    'src/emas.ts',
    "import { emas } from './emas.js';",
  ],
  [
    'TypeScript that imports without an end',
    {
      'package.json': EXPRESS,
      'tsconfig.json': '{}',
      'src/index.ts': "import { routes } from './routes';\nconst app = express();\n",
    },
    'src/index.ts',
    'src/emas.ts',
    "import { emas } from './emas';",
  ],
  [
    'TypeScript that Node.js runs',
    { 'package.json': { ...EXPRESS, type: 'module' }, 'main.ts': 'const app = express();\n' },
    'main.ts',
    'emas.ts',
    "import { emas } from './emas.ts';",
  ],
];

describe('emas init, in an app that is there', () => {
  it.each(APPS)('finds its way in %s', async (_, files, entry, mount, line) => {
    app.write(files);
    const before = app.snapshot();
    const plan = await app.told();
    expect(plan).toMatchObject({ kind: 'existing', entry });
    expect(plan.lines.map(({ text }) => text)).toEqual([
      line,
      `emas.mount(${entry === 'src/www.js' ? 'web' : 'app'});`,
    ]);
    expect(app.textOf(mount)).toContain('@emas/suite');
    expect(app.names()).toEqual(
      [...before.map(([name]) => name), '.env', '.gitignore', mount].toSorted(),
    );
    expect(app.snapshot().filter(([name]) => before.some(([known]) => known === name))).toEqual(
      before,
    );
    expect(plan.install[0]).toBe('npm install @emas/suite');
  });

  it.each<[string, string, string]>([
    [
      'module',
      "import express from 'express';\n",
      "app.get('/', (req, res) => res.send('there'));\n",
    ],
    [
      'commonjs',
      "const express = require('express');\n",
      "app.get('/', (req, res) => res.send('there'));\n",
    ],
  ])('gives two lines that mount it without blocking anything: %s', async (type, top, rest) => {
    const listen = 'app.listen(process.env.PORT);\n';
    app.write({
      'package.json': { ...EXPRESS, type },
      'app.js': `${top}const app = express();\n${rest}${listen}`,
    });
    const plan = await app.told();
    const [first = '', second = ''] = plan.lines.map(({ text }) => text);
    expect(plan.lines[1]?.where).toContain('after line 2');
    app.write({ 'app.js': `${top}${first}\nconst app = express();\n${second}\n${rest}${listen}` });
    const page = await app.firstPage('app.js');
    expect(await page.text()).toBe('there');
    expect(page.headers.get('content-security-policy')).toBeNull();
    expect(page.headers.get('content-security-policy-report-only')).toContain('script-src');
    expect(page.headers.get('set-cookie')).toBeNull();
    expect((await app.init()).out).toContain('app.js already mounts the suite.');
  });

  it('shows the lines, where they belong, and what they do', async () => {
    app.write({ 'package.json': EXPRESS, 'app.js': '\n\nconst api = express();\n' });
    const { out } = await app.init();
    expect(out).toContain(
      "Add to app.js:\n  const { emas } = require('./emas.js');\n      at the top\n  emas.mount(api);\n      directly after line 3, which creates the app\n",
    );
    expect(out).toContain('only reports what it would block');
    expect(out).toContain('  npm install @emas/suite\n');
  });

  it('adds to .env and .gitignore only what they lack', async () => {
    const env =
      '# ours\nPORT=4000\nEMAS_LOG_KEY_FILE=/run/secrets/log\nEMAS_SESSION_SECRET=\nEMAS_DATA=./var/emas';
    app.write({
      'package.json': EXPRESS,
      'app.js': 'const app = express();',
      '.env': env,
      '.gitignore': '/var/\n',
    });
    await app.init();
    expect(app.textOf('.env')).toMatch(
      /^# ours\nPORT=4000\n.*\nEMAS_DATA=\.\/var\/emas\nEMAS_SESSION_SECRET=\S{43}\n$/s,
    );
    expect(app.variables()).toMatchObject({
      PORT: '4000',
      EMAS_DATA: './var/emas',
      EMAS_SESSION_SECRET: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(app.variables()).not.toHaveProperty('EMAS_LOG_KEY');
    expect(app.textOf('.gitignore')).toBe('/var/\n.env\n');
  });

  it('goes on with the keys that development has used', async () => {
    const kept = 'kQ3v9ZrT1xLw8Yb2Nc7Md4Pf6Hg5Js0AuEiOoRtWqXz';
    app.write({
      'package.json': EXPRESS,
      'app.js': 'const app = express();',
      'data/emas/log-key': `${kept}\n`,
    });
    const { out } = await app.init('--dry-run');
    expect(out).not.toContain(kept);
    expect((await app.init()).out).not.toContain(kept);
    expect(app.variables()['EMAS_LOG_KEY']).toBe(kept);
    expect(app.variables()['EMAS_SESSION_SECRET']).not.toBe(kept);
  });

  it('says so where others may read its .env', async () => {
    app.write({ 'package.json': EXPRESS, 'app.js': 'const app = express();', '.env': 'A=1\n' });
    chmodSync(join(app.path, '.env'), 0o644);
    expect((await app.init()).out).toContain('chmod 600 .env');
    chmodSync(join(app.path, '.env'), 0o600);
    expect((await app.init()).out).not.toContain('chmod');
  });

  it('takes another name where the app has a file of its own with this one', async () => {
    app.write({
      'package.json': EXPRESS,
      'app.js': 'const app = express();',
      'emas.js': '// gold\n',
    });
    expect((await app.told()).lines[0]?.text).toBe("const { emas } = require('./emas-suite.js');");
    expect(app.textOf('emas.js')).toBe('// gold\n');
    expect(app.textOf('emas-suite.js')).toContain('@emas/suite');
  });
});
