import type { RequestHandler, Response } from 'express';
import type { DegradedStanding } from '../health/standing.ts';
import type { Parts } from '../parts/parts.ts';

interface Health {
  readonly status: 'ok' | 'degraded' | 'ending';
  /** What is wrong with a part is told by the log and the developer page, not to everybody. */
  readonly parts: Readonly<Record<string, 'ok' | DegradedStanding>>;
}

/**
 * `GET …/health`: how the parts stand; `…/live`: that the process answers; `…/ready`: whether it takes
 * requests, 503 from the moment that it ends. A part that is away makes an app worse and not unready: it
 * serves on.
 */
export function healthHandler(parts: Parts): RequestHandler {
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
      look(parts).then(
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

async function look({ health }: Parts): Promise<Health> {
  const standings = await health.look();
  const parts = Object.fromEntries(
    standings.map(
      ({ reading, degraded: [worst] }) => [reading.part, worst?.standing ?? 'ok'] as const,
    ),
  );
  const isOk = standings.every(({ degraded }) => degraded.length === 0);
  return { status: isOk ? 'ok' : 'degraded', parts };
}
