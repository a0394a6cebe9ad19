import { fork } from 'node:child_process';
import type { StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { fileURLToPath } from 'node:url';
import { firstMessage } from '../waiting/first-message.js';

const PROGRAM = fileURLToPath(new URL('counting-app.js', import.meta.url));
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

export interface AppState {
  readonly views: number;
  readonly heap: number;
  readonly faults: number;
  readonly writer: {
    readonly queued: { readonly rows: number };
    readonly spooled: { readonly rows: number };
    readonly sent: { readonly rows: number };
    readonly dropped: Readonly<Record<string, number>>;
    readonly recovered: number;
    readonly retries: number;
    readonly fault: { readonly part: string; readonly code: string } | null;
  };
}

/** So that one that runs out of memory does so soon. */
const SMALL_HEAP = '--max-old-space-size=128';

/** Jest takes V8's last words on standard error for those of its own worker. */
const QUIET: StdioOptions = ['ignore', 'inherit', 'ignore', 'ipc'];

/** How a process ends that is not asked. */
export type Death = 'SIGKILL' | 'SIGSEGV' | 'SIGABRT' | 'out of memory';

/** The app in a process of its own. */
export interface RunningApp {
  /** Asks for a page. @returns Milliseconds until the whole answer was there. */
  view(): Promise<number>;
  state(): Promise<AppState>;
  countedViews(): Promise<number>;
  /** Has what was counted handed to the writer, and does not wait for more. */
  drain(): Promise<void>;
  /** Ends it in a way that it cannot answer; `kill -9` by default. */
  kill(way?: Death): Promise<void>;
}

/** @param command What the app is started with, such as `unshare`; none by default. */
export async function runApp(
  settings: object,
  command?: { readonly path: string; readonly args: readonly string[] },
): Promise<RunningApp> {
  const program = [PROGRAM, JSON.stringify(settings)];
  const child =
    command === undefined
      ? fork(PROGRAM, program.slice(1), { execArgv: [SMALL_HEAP], stdio: QUIET })
      : fork(command.args[0] ?? '', [...command.args.slice(1), process.execPath, ...program], {
          execPath: command.path,
          execArgv: [],
        });
  const message = (await firstMessage(child)) as { port: number };
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  const ask = async (path: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const options = { agent, headers: { 'user-agent': FIREFOX }, timeout: 120_000 };
      get(`http://127.0.0.1:${message.port}${path}`, options, (answer) => {
        let body = '';
        answer.on('data', (chunk: Buffer) => (body += chunk.toString()));
        answer.on('end', () => resolve(body));
        answer.on('error', reject);
      }).on('error', reject);
    });
  return {
    async view() {
      const started = performance.now();
      await ask('/');
      return performance.now() - started;
    },
    state: async () => JSON.parse(await ask('/state')) as AppState,
    countedViews: async () => (JSON.parse(await ask('/count')) as { views: number }).views,
    drain: async () => void (await ask('/drain')),
    async kill(way = 'SIGKILL') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      if (way === 'out of memory') child.send(way);
      else child.kill(way);
      await gone;
      agent.destroy();
    },
  };
}
