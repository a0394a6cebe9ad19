import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { firstMessage } from '../waiting/first-message.js';

export const ALL_CORES = -1;
const PINNED = existsSync('/usr/bin/taskset');

/**
 * Runs a subject in a process of its own, on one core where the system can pin it; `ALL_CORES` leaves
 * it all of them. @returns Its answer.
 */
export async function runSubject(name, options, core = 0) {
  const child = startSubject(name, options, core);
  const answer = await firstMessage(child);
  child.kill('SIGKILL');
  return answer;
}

/** Starts a subject that stays. */
export function startSubject(name, options, core = 0) {
  const program = fileURLToPath(new URL(`subjects/${name}.js`, import.meta.url));
  const argument = JSON.stringify(options);
  if (!PINNED || core === ALL_CORES) return fork(program, [argument], { execArgv: [] });
  return fork('-c', [String(core), process.execPath, program, argument], {
    execPath: '/usr/bin/taskset',
    execArgv: [],
  });
}

/** Asks a subject that stays. @returns Its answer. */
export async function ask(child, question) {
  child.send(question);
  return firstMessage(child);
}

/** A folder for the time of a call. */
export async function withFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'emas-bench-'));
  try {
    return await use(folder);
  } finally {
    await removed(folder);
  }
}

/** An engine that was in it may still be ending, and write files after others were removed. */
async function removed(folder) {
  for (let tries = 0; existsSync(folder) && tries < 300; tries += 1) {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== 'ENOTEMPTY') throw error;
      await sleep(100);
    }
  }
}

/** Five rounds; what goes first changes with each. @returns `{ name: [by round] }`. */
export async function rounds(subjects, tell, count = 5) {
  const results = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  for (let round = 0; round < count; round += 1) {
    const names = Object.keys(subjects);
    if (round % 2 === 1) names.reverse();
    for (const name of names) {
      const value = await subjects[name](round);
      results[name].push(value);
      tell(`round ${round + 1}: ${name} ${Math.round(value).toLocaleString('en')}`);
    }
  }
  return results;
}

/** How many times larger the subject's figure is, round by round. */
export function ratios(subject, against) {
  return subject.map((value, round) => value / against[round]);
}
