import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { assessmentReply, siteverifyReply } from './protocols.ts';
import type { Reply, StandInKeys } from './protocols.ts';
import { SolvedTokens } from './solved-tokens.ts';
import type { Solved } from './solved-tokens.ts';
import { answerBrowser } from './widget-pages.ts';

/** What a provider does wrong. */
export type StandInFault =
  | 'html'
  | 'empty'
  | 'huge'
  | 'drip'
  | 'redirect'
  | 'wrong-type'
  | 'hang'
  | 'reset'
  | { readonly status: number }
  /** It says no, by one of its codes; with `success` it says yes and the code. */
  | { readonly code: string; readonly success?: boolean };

/** Settings of {@link startStandIn}. */
export interface StandInOptions extends Partial<StandInKeys> {
  /** @default any that is free */
  readonly port?: number;
  readonly now?: () => number;
}

/** What was asked, as it came. */
export interface Asked {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A provider on this machine. */
export interface StandIn extends StandInKeys {
  /** `http://127.0.0.1:PORT`, for the option `host`. */
  readonly url: string;
  readonly asked: readonly Asked[];
  /** Somebody solves a captcha. */
  solve(solved?: Partial<Solved>): string;
  /** Goes wrong from now on; `undefined` ends it. */
  fault: StandInFault | undefined;
  close(): Promise<void>;
}

const SITEVERIFY = {
  '/recaptcha/api/siteverify': 'recaptcha',
  '/turnstile/v0/siteverify': 'turnstile',
  '/siteverify': 'hcaptcha',
} as const;
const ASSESSMENTS = /^\/v1\/projects\/([^/]+)\/assessments$/;
const HUGE = 10 * 1024 * 1024;
const MOST_ASKED = 1000;

/**
 * A stand-in for all five providers, for tests and development: it speaks their documented protocols over
 * HTTP on this machine, errors included. It never asks anybody to prove anything.
 */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const { port = 0, now = Date.now } = options;
  const keys: StandInKeys = {
    siteKey: options.siteKey ?? 'stand-in-site-key',
    secret: options.secret ?? 'stand-in-secret',
    project: options.project ?? 'stand-in-project',
  };
  const tokens = new SolvedTokens(now);
  const asked: Asked[] = [];
  const state: { fault: StandInFault | undefined } = { fault: undefined };
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      if (asked.length >= MOST_ASKED) asked.shift();
      asked.push({ path: req.url ?? '', headers: req.headers, body });
      if (state.fault !== undefined) goWrong(res, state.fault);
      else if (!answerBrowser(req, res, body, tokens)) send(res, replyTo(req, body, keys, tokens));
    });
  });
  // Of several processes of a cluster each has its own: a token is known where it was solved.
  server.listen({ port, host: '127.0.0.1', exclusive: true });
  await once(server, 'listening');
  return Object.assign(state, {
    ...keys,
    url: urlOf(server),
    asked,
    solve: (solved: Partial<Solved> = {}) =>
      tokens.make({
        hostname: 'localhost',
        action: 'login',
        score: 0.9,
        solvedAt: now(),
        ...solved,
      }),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}

function replyTo(
  { url = '', headers }: IncomingMessage,
  body: string,
  keys: StandInKeys,
  tokens: SolvedTokens,
): Reply {
  const kind = Object.entries(SITEVERIFY).find(([path]) => path === url)?.[1];
  if (kind !== undefined) return siteverifyReply(kind, new URLSearchParams(body), keys, tokens);
  const project = ASSESSMENTS.exec(url)?.[1];
  if (project === undefined) return { status: 404, body: { error: 'There is nothing here.' } };
  const apiKey = headers['x-goog-api-key'];
  return assessmentReply(project, String(apiKey), parsed(body), keys, tokens);
}

function send(res: ServerResponse, { status, body }: Reply): void {
  res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

function goWrong(res: ServerResponse, fault: StandInFault): void {
  if (typeof fault === 'object') {
    if ('status' in fault)
      send(res, { status: fault.status, body: { error: { status: 'FAULT' } } });
    else {
      const { code, success = false } = fault;
      send(res, { status: 200, body: { success, 'error-codes': [code] } });
    }
    return;
  }
  const FAULTS: Readonly<Record<typeof fault, () => void>> = {
    html: () => void res.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Welcome</h1>'),
    empty: () => void res.writeHead(200).end(),
    huge: () => void res.writeHead(200).end(`{"success":true,"x":"${'x'.repeat(HUGE)}"}`),
    drip: () => drip(res),
    redirect: () => void res.writeHead(302, { Location: '/elsewhere' }).end(),
    'wrong-type': () => send(res, { status: 200, body: ['yes'] }),
    hang: () => undefined,
    reset: () => void res.destroy(),
  };
  FAULTS[fault]();
}

/** A byte now and then, so that no time-out between two of them is ever over. */
function drip(res: ServerResponse): void {
  res.writeHead(200, { 'Content-Type': 'application/json' });
  const timer = setInterval(() => res.write(' '), 50);
  res.on('close', () => clearInterval(timer));
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function urlOf(server: Server): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://127.0.0.1:${port}`;
}
