import { checkAnalyticsOptions } from '@emas/analytics/internal';
import { checkConnectOptions } from '@emas/clickhouse/internal';
import { checkConsentOptions } from '@emas/consent/internal';
import { checkDeprecationsOptions } from '@emas/deprecation/internal';
import { EmasError } from '@emas/errors';
import { checkHardeningOptions } from '@emas/hardening/internal';
import { checkLoggerOptions } from '@emas/logging/internal';
import { checkLoginGuardOptions } from '@emas/login-guard/internal';
import { checkCaptchaOptions } from '@emas/captcha/internal';
import { checkPrivacyOptions } from '@emas/privacy/internal';
import { checkRequestContextOptions } from '@emas/request-context/internal';
import { checkSessionOptions } from '@emas/session/internal';
import { hasKeys } from '../parts/captcha.ts';
import type { ClickHouseSettings } from '../options.ts';
import type { ParsedOptions } from './schema.ts';

/** In the place of what does not exist yet: only that it is there is looked at. */
const A_KEY = 'only looked at for its length and never used';
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const A_CLIENT = { command: () => undefined, query: () => undefined } as never;

/**
 * What the parts would refuse, before any of them is made: all of it is told at once, and nothing is open
 * that would have to be closed again.
 */
export function partFaults(options: ParsedOptions): string[] {
  const checks: (() => unknown)[] = [
    () => checkRequestContextOptions(options.requestContext),
    () => checkLoggerOptions({ ...options.log, app: 'app', key: A_KEY }),
    () => checkLoginGuardOptions({ ...options.logins, key: A_KEY }),
    () => checkDeprecationsOptions(options.deprecations),
  ];
  const { hardening, session, analytics, consent, clickhouse, captcha, privacy } = options;
  if (hardening !== false) checks.push(() => checkHardeningOptions(hardening));
  if (session !== false) checks.push(() => checkSessionOptions({ ...session, secret: A_KEY }));
  if (analytics !== false) {
    checks.push(() => checkAnalyticsOptions({ ...analytics, client: A_CLIENT }));
  }
  if (consent !== undefined) checks.push(() => checkConsentOptions({ ...consent, key: A_KEY }));
  if (clickhouse !== undefined && clickhouse !== false) {
    checks.push(() => checkConnectOptions(serverOf(clickhouse)));
  }
  if (privacy !== undefined && privacy !== false) {
    checks.push(() => checkPrivacyOptions({ ...privacy, keeps: () => [] }));
  }
  if (hasKeys(captcha)) checks.push(() => checkCaptchaOptions(captcha));
  return checks.flatMap(faultOf);
}

/** What `connect()` takes of them. */
export function serverOf(settings: ClickHouseSettings): Omit<ClickHouseSettings, 'cluster'> {
  const { cluster: _, ...server } = settings;
  return server;
}

function faultOf(check: () => unknown): string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof EmasError) return [error.message];
    throw error;
  }
}
