import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { transformFileSync } from '@swc/core';
import { OWN_FOLDER, STATES, copyOfApp } from './app-folder.ts';
import type { AppFolder } from './app-folder.ts';
import { startState } from './running-state.ts';

/* The same files as CommonJS and as TypeScript; as ES modules they are used in existing-app.test.ts. */

let app: AppFolder | undefined;
afterEach(() => {
  app?.remove();
  app = undefined;
});

/** Files that Node runs. */
function programs({ url }: AppFolder): string[] {
  const folder = fileURLToPath(new URL('src', url));
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js') && !file.includes('public'))
    .map((file) => join(folder, file));
}

function inCommonJs(): AppFolder {
  const copy = copyOfApp({ type: 'commonjs' });
  app = copy;
  for (const file of programs(copy)) {
    const { code } = transformFileSync(file, { swcrc: false, module: { type: 'commonjs' } });
    writeFileSync(file, code);
  }
  return copy;
}

const TSC = fileURLToPath(new URL('../../node_modules/.bin/tsc', OWN_FOLDER));

/** What an app has of `@types/…`, or writes itself, for its other middleware. */
const OTHER_TYPES = `
declare module 'connect-flash';
declare module 'method-override';
declare module 'multer';
declare namespace Express {
  interface User { username: string }
  interface Request {
    flash(kind: string, message?: string): string[];
    file: { originalname: string; size: number };
  }
}
`;
const OF_SOCKETS = `
declare module 'node:http' {
  interface IncomingMessage { session: { passport?: { user: string } } }
}
export {};
`;

/** What TypeScript asks of any such app: types of what Node and passport leave open. */
function typed(text: string): string {
  return text
    .replace(/\b\w+\.address\(\)/, "($& as import('node:net').AddressInfo)")
    .replace('deserializeUser((username,', 'deserializeUser((username: string,');
}

/** @throws Error Where the compiler finds something wrong, such as a type of ours that does not fit the app's. */
function inTypeScript(): AppFolder {
  const copy = copyOfApp({ type: 'module' });
  // From now on it is removed, also where the compiler refuses it.
  app = copy;
  for (const file of programs(copy)) {
    writeFileSync(file.replace(/\.js$/, '.ts'), typed(readFileSync(file, 'utf8')));
    rmSync(file);
  }
  const root = fileURLToPath(copy.url);
  writeFileSync(join(root, 'src/other-types.d.ts'), OTHER_TYPES);
  writeFileSync(join(root, 'src/sockets.d.ts'), OF_SOCKETS);
  const compilerOptions = {
    ...{ target: 'es2022', module: 'nodenext', types: ['node'], skipLibCheck: true },
    // The files have no types of their own: what they call is checked, and what they are given is not.
    ...{ strict: true, noImplicitAny: false, strictNullChecks: false },
    rootDir: 'src',
  };
  const config = { compilerOptions, include: ['src'] };
  writeFileSync(join(root, 'tsconfig.json'), JSON.stringify(config));
  execFileSync(process.execPath, [TSC, '-p', root], { stdio: ['ignore', 'inherit', 'inherit'] });
  return copy;
}

async function memberOf(origin: string): Promise<string> {
  const body = new URLSearchParams({ username: 'aisyah', password: 'selamat-datang' });
  const answer = await fetch(`${origin}/login`, { method: 'POST', body, redirect: 'manual' });
  const cookie = answer.headers.getSetCookie().map((one) => one.split(';', 1)[0] ?? '');
  const page = await fetch(origin, { headers: { Cookie: cookie.join('; ') } });
  return /<b id="user">(\w+)</.exec(await page.text())?.[1] ?? '';
}

describe.each([
  ['CommonJS', inCommonJs],
  ['TypeScript', inTypeScript],
])('as %s', (_name, written) => {
  it.each(STATES)('starts %s, and signs in', async (state) => {
    const { url } = written();
    const run = await startState(new URL(`src/${state}/server.js`, url));
    try {
      expect(await memberOf(run.origin)).toBe('aisyah');
    } finally {
      await run.stop();
    }
  });
});

it('is CommonJS where it says so', () => {
  const { url } = inCommonJs();
  const text = readFileSync(new URL('src/strictly/server.js', url), 'utf8');
  expect(text).toMatch(/require\("@emas\/suite"\)/);
  expect(text).not.toMatch(/^import /m);
});
