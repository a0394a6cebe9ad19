import type { RequestHandler, Response } from 'express';
import type { RedisStanding } from '../parts/redis.ts';
import type { Parts } from '../parts/parts.ts';
import { within } from '../within.ts';

/** How a part stands; what is wrong with it is told by the log and the developer page, not to everybody. */
type PartHealth = RedisStanding | 'waiting';

const PATIENCE_MS = 250;
const REMEMBERED_MS = 1000;

interface Health {
  readonly status: 'ok' | 'degraded' | 'ending';
  readonly parts: Readonly<Record<string, PartHealth>>;
}

/**
 * `GET …/health`: how the parts stand; `…/live`: that the process answers; `…/ready`: whether it takes
 * requests, 503 from the moment that it ends. A part that is away makes an app worse and not unready: it
 * serves on.
 */
export function healthHandler(parts: Parts): RequestHandler {
  let known: { readonly at: number; readonly health: Promise<Health> } | undefined;
  const health = (): Promise<Health> => {
    const now = Date.now();
    // Whoever asks a thousand times a second does not ask the engine as often.
    if (known === undefined || now - known.at > REMEMBERED_MS) {
      known = { at: now, health: look(parts) };
    }
    return known.health;
  };
  return function emasHealth(req, res, next) {
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      next();
      return;
    }
    res.setHeader('Cache-Control', 'no-store');
    res.setHeader('X-Content-Type-Options', 'nosniff');
    const { isEnding } = parts;
    if (req.path === '/live') send(res, 200, { status: 'ok' });
    else if (req.path === '/ready') {
      send(res, isEnding() ? 503 : 200, { status: isEnding() ? 'ending' : 'ok' });
    } else if (req.path === '/') {
      health().then(
        (found) => send(res, isEnding() ? 503 : 200, isEnding() ? ending(found) : found),
        next,
      );
    } else next();
  };
}

function send(res: Response, status: number, body: object): void {
  res.status(status).json(body);
}

function ending({ parts }: Health): Health {
  return { status: 'ending', parts };
}

async function look({ figures, redis, pipelines }: Parts): Promise<Health> {
  const parts: Record<string, PartHealth> = {};
  if (figures !== undefined) {
    parts['clickhouse'] = (await within(PATIENCE_MS, figures.answers())) === true ? 'ok' : 'away';
  }
  if (redis !== undefined) parts['redis'] = await redis.standing();
  for (const { name, state } of pipelines()) {
    parts[name] = state === 'waiting' ? 'waiting' : 'ok';
  }
  const isOk = Object.values(parts).every((part) => part === 'ok');
  return { status: isOk ? 'ok' : 'degraded', parts };
}
