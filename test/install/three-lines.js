/** An app of three lines, started from the packed tarballs and used in Chromium: its own visit is on its page. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { prepareTestPrograms } from '../../.ci/setup.js';
import { newReader, openBrowser } from '../browser/open-browser.js';

/** A bound against a hang. */
const VISIT_MS = 120_000;

/** @returns What was seen, for the line of the step. @throws Where anything of it is not as a newcomer expects. */
export async function useThreeLines(folder, file) {
  prepareTestPrograms();
  const env = { ...process.env, NODE_ENV: 'development' };
  const child = spawn(process.execPath, [file], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text) => (said += text));
  const browser = await openBrowser();
  try {
    const origin = await firstLine(child, () => said);
    const context = await newReader(browser);
    const page = await context.newPage();
    const foreign = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(origin) && !request.url().startsWith('data:'))
        foreign.push(request.url());
    });
    await page.goto(origin);
    await page.goto(`${origin}/emas/dashboard/`);
    const value = page.locator('.total-value').first();
    await value.waitFor({ timeout: VISIT_MS });
    await page.waitForFunction(
      () => document.querySelector('.total-value')?.textContent?.trim() === '1',
      undefined,
      { timeout: VISIT_MS },
    );
    for (const name of ['security', 'developers']) {
      const answer = await page.goto(`${origin}/emas/dashboard/${name}`);
      if (answer.status() !== 200) throw new Error(`${name} answered ${answer.status()}.`);
    }
    if (foreign.length > 0) throw new Error(`Other hosts were asked: ${foreign.join(', ')}`);
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    const [code, signal] = await gone;
    if (signal !== 'SIGTERM') throw new Error(`It ended with ${code ?? signal}:\n${said}`);
    return 'one visitor on the page';
  } finally {
    child.kill('SIGKILL');
    await browser.close();
  }
}

async function firstLine(child, said) {
  for await (const line of createInterface({ input: child.stdout })) {
    child.stdout.resume();
    return line.trim();
  }
  throw new Error(`It ended before it listened:\n${said()}`);
}
