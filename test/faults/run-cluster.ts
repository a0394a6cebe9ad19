import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { waitUntil } from '../waiting/wait-until.ts';

const PROGRAM = fileURLToPath(new URL('../../examples/cluster/src/main.js', import.meta.url));
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

/** The cluster example as the leader of a group of processes, as a terminal or systemd starts it. */
export interface RunningCluster {
  readonly origin: string;
  readonly primary: number;
  /** Process ids of the workers there are now. */
  workers(): number[];
  /** To the primary and all workers at the same moment. */
  signalGroup(signal: NodeJS.Signals): void;
  /** The primary's end, after which every worker of any time has ended as well. */
  untilGone(): Promise<readonly [number | null, NodeJS.Signals | null]>;
}

export async function runCluster(
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<RunningCluster> {
  const child = spawn(process.execPath, [PROGRAM], {
    env: { ...process.env, NODE_ENV: 'development', PORT: '0', WORKERS: '2', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
    cwd,
  });
  const end = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const primary = child.pid ?? 0;
  let origin = '';
  for await (const line of createInterface({ input: child.stdout })) {
    [origin = ''] = /http:\/\/localhost:\d+/.exec(line) ?? [];
    if (origin !== '') break;
  }
  child.stdout.resume();
  const known = new Set<number>();
  const workers = (): number[] => {
    const children = readFileSync(`/proc/${primary}/task/${primary}/children`, 'utf8');
    const pids = children.trim().split(' ').map(Number);
    for (const pid of pids) known.add(pid);
    return pids;
  };
  workers();
  return {
    origin,
    primary,
    workers,
    signalGroup: (signal) => void process.kill(-primary, signal),
    async untilGone() {
      const ended = await end;
      await waitUntil('the workers to end', () => ![...known].some((pid) => isRunning(pid)));
      return ended;
    },
  };
}

/** Visitors who ask for a page one after the other on connections that stay open. */
export class Visitors {
  /** Answered to the last byte. */
  answered = 0;
  /** Asked for, and broken off: whether it was counted cannot be known. */
  cut = 0;
  readonly #stop = new AbortController();
  readonly #agent = new Agent({ keepAlive: true });
  readonly #all: Promise<unknown>;

  constructor(origin: string, count = 8) {
    this.#all = Promise.all(Array.from({ length: count }, () => this.#visit(origin)));
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#all;
    this.#agent.destroy();
  }

  async #visit(origin: string): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const outcome = await this.#ask(origin);
      if (outcome === 'answered') this.answered += 1;
      if (outcome === 'cut') this.cut += 1;
      // The app is gone, or its port is.
      if (outcome === 'refused') await sleep(20);
      await sleep(2);
    }
  }

  async #ask(origin: string): Promise<'answered' | 'cut' | 'refused'> {
    return new Promise((resolve) => {
      const options = {
        agent: this.#agent,
        headers: { 'User-Agent': FIREFOX, Accept: 'text/html' },
      };
      get(`${origin}/`, options, (answer) => {
        answer.resume();
        answer.on('error', () => resolve('cut'));
        answer.on('end', () => resolve(answer.statusCode === 200 ? 'answered' : 'cut'));
      }).on('error', (error) => {
        const isRefused = 'code' in error && error.code === 'ECONNREFUSED';
        resolve(isRefused ? 'refused' : 'cut');
      });
    });
  }
}

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
