import type { Response } from 'express';
import type { ParsedNotice } from './notice.ts';

type RefusalReason = 'brownout' | 'sunset';

/** Why and how a call is refused. */
export interface Refusal {
  readonly reason: RefusalReason;
  readonly status: 410 | 503;
  /** Seconds, where it comes back. */
  readonly retryAfter: number | undefined;
}

/** Answers with a problem document of RFC 9457; what replaces the endpoint is in it. */
export function refuse(
  res: Response,
  { reason, status, retryAfter }: Refusal,
  notice: ParsedNotice,
): void {
  const { sunset, successor, docs } = notice;
  if (retryAfter !== undefined) res.set('Retry-After', String(retryAfter));
  res.status(status).set('Cache-Control', 'no-store').type('application/problem+json');
  res.send(
    JSON.stringify({
      type: docs ?? 'about:blank',
      title: TITLES[reason],
      status,
      code: CODES[reason],
      detail: DETAILS[reason],
      successor,
      sunset: sunset === undefined ? undefined : new Date(sunset).toISOString(),
    }),
  );
}

const CODES: Readonly<Record<RefusalReason, string>> = {
  brownout: 'ERR_EMAS_DEPRECATED_BROWNOUT',
  sunset: 'ERR_EMAS_DEPRECATED_GONE',
};

const TITLES: Readonly<Record<RefusalReason, string>> = {
  brownout: 'This endpoint is deprecated and refused for a short time',
  sunset: 'This endpoint is gone',
};

const DETAILS: Readonly<Record<RefusalReason, string>> = {
  brownout:
    'It will be switched off for good at its sunset. It is refused now, for a while, so that its remaining callers notice.',
  sunset: 'Its sunset has passed. Call its successor instead.',
};
