import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEventBus } from '@emas/events';
import { loginGuard } from '@emas/login-guard';
import type { Incident, LoginGuardOptions } from '@emas/login-guard';
import { requestContext } from '@emas/request-context';
import express from 'express';

/** One try to sign in. */
export interface Try {
  /** Seconds after the beginning. */
  readonly at: number;
  readonly name: string;
  readonly password: string;
  readonly from: string;
  /** Whether it can pass a captcha. */
  readonly isHuman?: boolean;
  /** Signs in on a device of its own, and brings its cookie. */
  readonly device?: string;
}

/** What became of tries. */
interface Outcome {
  /** The password was looked at. */
  readonly reached: number;
  readonly entered: number;
  readonly refused: number;
}

export interface AttackSite {
  /** Plays tries in the order of their times. */
  play(tries: readonly Try[]): Promise<void>;
  /** What became of those that are told apart by this. */
  outcome(is: (one: Try) => boolean): Outcome;
  incidents(): readonly Incident[];
  /** Seconds after the beginning until the first incident that is looked for. */
  toldAfter(is?: (incident: Incident) => boolean): number;
  close(): Promise<void>;
}

const BEGINNING = Date.parse('2026-11-23T00:00:00Z');

/** An address of its own for each number, 250 in a /24 of every 65,536th. */
export function addressOf(number: number): string {
  return `${20 + Math.floor(number / 65_536)}.${Math.floor(number / 256) % 256}.${number % 256}.${1 + (number % 250)}`;
}

/** A guarded login behind real HTTP, with a clock that goes by the tries. */
export async function attackSite(
  members: ReadonlyMap<string, string>,
  { hasCaptcha = false, ...options }: LoginGuardOptions & { readonly hasCaptcha?: boolean } = {},
): Promise<AttackSite> {
  let now = BEGINNING;
  const captcha = { captcha: (req: express.Request) => req.headers['x-human'] === 'yes' };
  const guard = loginGuard({
    events: createEventBus(),
    failureTime: false,
    now: () => now,
    ...(hasCaptcha ? captcha : {}),
    ...options,
  });
  const app = express();
  app.set('trust proxy', 'loopback');
  app.set('env', 'test');
  app.use(requestContext({ app }), express.urlencoded({ extended: false }));
  app.post('/login', guard, async (req, res) => {
    const { username, password } = req.body as { username: string; password: string };
    const right = members.get(username);
    if (right === password) {
      await req.emas?.login?.succeeded();
      res.status(303).end();
      return;
    }
    const reason = right === undefined ? 'unknown_account' : 'wrong_password';
    await req.emas?.login?.failed({ reason });
    res.status(422).end();
  });
  const server = createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const cookies = new Map<string, string>();
  const done: { readonly one: Try; readonly status: number }[] = [];

  const send = (one: Try): Promise<number> =>
    new Promise((resolve, reject) => {
      const body = new URLSearchParams({ username: one.name, password: one.password }).toString();
      const cookie = cookies.get(one.device ?? '');
      const sent = request(
        {
          agent,
          port,
          host: '127.0.0.1',
          path: '/login',
          method: 'POST',
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            'content-length': body.length,
            'x-forwarded-for': one.from,
            ...(one.isHuman === true ? { 'x-human': 'yes' } : {}),
            ...(cookie === undefined ? {} : { cookie }),
          },
        },
        (response) => {
          const [given] = response.headers['set-cookie'] ?? [];
          if (given !== undefined && one.device !== undefined) {
            cookies.set(one.device, given.split(';', 1)[0] ?? '');
          }
          response.resume().on('end', () => resolve(response.statusCode ?? 0));
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });

  return {
    async play(tries) {
      for (const one of tries.toSorted((left, right) => left.at - right.at)) {
        now = BEGINNING + Math.round(one.at * 1000);
        done.push({ one, status: await send(one) });
      }
    },
    outcome(is) {
      const mine = done.filter(({ one }) => is(one)).map(({ status }) => status);
      const entered = mine.filter((status) => status === 303).length;
      const reached = entered + mine.filter((status) => status === 422).length;
      return { reached, entered, refused: mine.length - reached };
    },
    incidents: () => guard.incidents(),
    toldAfter(is = () => true) {
      const times = guard
        .incidents()
        .filter(is)
        .map(({ opened }) => opened - BEGINNING);
      return Math.min(...times) / 1000;
    },
    async close() {
      await guard.close();
      agent.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}
