import { consent } from '@emas/consent';
import type { ConsentOptions } from '@emas/consent';
import { onPageNeeds } from '@emas/page';
import { requestContext } from '@emas/request-context';
import express from 'express';
import type { RequestHandler } from 'express';
import request from 'supertest';
import { PURPOSES } from './clinic-registry.ts';

export const NOW = Date.UTC(2026, 10, 23, 12);

export function site(
  options: Partial<ConsentOptions> = {},
  framework: typeof express = express,
): express.Application {
  const app = framework();
  app.set('trust proxy', 'loopback');
  app.use(requestContext({ app }));
  app.use(consent({ purposes: PURPOSES, now: () => NOW, ...options }));
  const act: Readonly<Record<string, RequestHandler>> = {
    accept: (req) => req.consent?.accept(),
    refuse: (req) => req.consent?.refuse(),
    chat: (req) => req.consent?.choose({ 'support-chat': true }),
    'set-cookies': (_req, res) => {
      res.cookie('sid', 's1').cookie('chatter_id', 'c1').cookie('_count', 'n1').cookie('own', 'o1');
    },
    'write-head': (_req, res) => {
      res.writeHead(200, { 'Set-Cookie': ['_count=n1', 'own=o1'], 'Content-Type': 'text/plain' });
    },
  };
  app.get('/state', (req, res) => {
    const { consent: mine } = req;
    res.json({
      allowed: PURPOSES.map(({ id }) => id).filter((id) => mine?.allows(id)),
      asks: mine?.asks,
      changes: mine?.changes,
      decidedOn: mine?.decidedOn,
    });
  });
  app.get('/script', (_req, res) => {
    const needs: object[] = [];
    onPageNeeds(res, { needed: (more) => needs.push(more) });
    res.locals['nonce'] = 'n0nce';
    res.json({ tag: res.locals.script?.('chat'), none: res.locals.script?.('nobody'), needs });
  });
  app.get('/:act', (req, res, next) => {
    void act[req.params.act ?? '']?.(req, res, next);
    res.end('done');
  });
  return app;
}

interface Visit {
  readonly cookie?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const get = (app: express.Application, path: string, { cookie, headers = {} }: Visit = {}) =>
  request(app)
    .get(path)
    .set({ ...headers, ...(cookie === undefined ? {} : { Cookie: cookie }) });

export const cookiesOf = ({ headers }: request.Response): string[] =>
  (headers['set-cookie'] as unknown as string[] | undefined) ?? [];

/** The cookie that a visitor has after a choice. */
export async function after(act: string, app = site(), visit: Visit = {}): Promise<string> {
  const [own = ''] = cookiesOf(await get(app, `/${act}`, visit));
  return own.split(';', 1)[0] ?? '';
}

export const state = async (app: express.Application, visit: Visit = {}) =>
  (await get(app, '/state', visit)).body;
