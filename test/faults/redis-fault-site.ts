import { captcha, startStandIn } from '@emas/captcha';
import { rateLimit } from '@emas/hardening';
import { errorHandler } from '@emas/logging';
import { loginGuard } from '@emas/login-guard';
import type { RedisClient } from '@emas/redis';
import { requestContext } from '@emas/request-context';
import { redisStore } from '@emas/session';
import { createEventBus } from '@emas/events';
import type { EmasEvent } from '@emas/events';
import { serveSessions } from '../../packages/session/test/visitor.ts';
import type { SessionSite } from '../../packages/session/test/visitor.ts';

export const OPERATIONS = [
  'read',
  'write',
  'sign-in',
  'sign-out',
  'limit',
  'login',
  'captcha',
] as const;
export type Operation = (typeof OPERATIONS)[number];

export interface FaultSite extends SessionSite {
  /** What happened in all parts. */
  readonly told: EmasEvent[];
  solveCaptcha(): string;
}

/** An app all of whose parts share one Redis. */
export async function faultSite(redis: RedisClient): Promise<FaultSite> {
  const standIn = await startStandIn();
  const events = createEventBus();
  const told: EmasEvent[] = [];
  events.subscribe((event) => told.push(event));
  const shared = { redis, app: 'portal', events };
  const { siteKey, secret, url } = standIn;
  const check = captcha({
    provider: 'turnstile',
    action: 'login',
    hostnames: ['localhost'],
    siteKey,
    secret,
    host: url,
    ...shared,
  });
  const guard = loginGuard({
    key: 'a key of more than thirty-two characters',
    account: (req) => new URLSearchParams(req.url.split('?')[1]).get('name'),
    password: false,
    failureTime: false,
    ...shared,
  });
  const store = redisStore({ redis, app: 'portal' });
  const site = await serveSessions(
    { store, events },
    (app) => {
      app.get(
        '/read',
        (req, res) => void res.json({ account: req.emas?.session?.account ?? null }),
      );
      app.get('/write', (req, res) => {
        if (req.session !== undefined) Reflect.set(req.session, 'at', String(Math.random()));
        res.send('written');
      });
      app.get('/limit', rateLimit({ name: 'faults', limit: 100_000, ...shared }), (_req, res) => {
        res.send('let in');
      });
      app.post('/login', guard, (req, res, next) => {
        const failed = req.emas?.login?.failed({ reason: 'wrong_password' }) ?? Promise.resolve();
        failed.then(() => res.status(401).send('no'), next);
      });
      app.get('/captcha', (req, res, next) => {
        check
          .verify(req.query['token'], { address: '203.0.113.9' })
          .then(({ ok }) => res.status(ok ? 200 : 403).send(String(ok)), next);
      });
      app.use(errorHandler({ details: false, events }));
    },
    [requestContext()],
  );
  return {
    ...site,
    told,
    solveCaptcha: () => standIn.solve(),
    async close() {
      await site.close();
      await guard.close();
      await standIn.close();
    },
  };
}
