/** The processes of this machine as Linux tells of them in /proc; elsewhere there are none to see. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';

const PROC = '/proc';

/** All that have not ended. One that ends while it is read is left out. */
export function processes() {
  if (!existsSync(PROC)) return [];
  return readdirSync(PROC)
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => read(Number(name)) ?? []);
}

/** @param pid The process whose descendants are looked for. */
export function descendantsOf(pid) {
  const all = processes();
  const found = new Set([pid]);
  // Ids start again from low numbers, so a child may come before its parent.
  for (let known = 0; known !== found.size;) {
    known = found.size;
    for (const { pid: id, parent } of all) if (found.has(parent)) found.add(id);
  }
  return all.filter(({ pid: id }) => id !== pid && found.has(id));
}

/** The value that a process was given for a variable when it was started. */
export function variableOf(pid, name) {
  try {
    const variables = readFileSync(`${PROC}/${pid}/environ`, 'utf8').split('\0');
    return variables.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
  } catch {
    // It has ended, or is somebody else's.
    return undefined;
  }
}

function read(pid) {
  try {
    const status = readFileSync(`${PROC}/${pid}/status`, 'utf8');
    const field = (name) => new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(status)?.[1] ?? '';
    // It has ended, and its parent was not told yet.
    if (field('State') === 'Z') return undefined;
    const words = readFileSync(`${PROC}/${pid}/cmdline`, 'utf8').split('\0');
    return {
      pid,
      parent: Number(field('PPid')),
      peakBytes: Number(field('VmHWM')) * 1024,
      name: nameOf(words),
      commandLine: words.join(' '),
    };
  } catch {
    return undefined;
  }
}

/** The program and, of Node, the script: `node jest.js`, `chromium`, which writes all into one word. */
function nameOf([first = '', ...words]) {
  const [program = ''] = first.split(' ');
  const lastPart = (path) => path.split('/').at(-1) ?? path;
  const script = words.find((word) => /\.[cm]?js$/.test(word));
  return [program, script ?? []].flat().map(lastPart).join(' ');
}
