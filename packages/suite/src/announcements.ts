import { checkHardeningOptions } from '@emas/hardening/internal';
import { checkSessionOptions } from '@emas/session/internal';
import { hasKeys } from './parts/captcha.ts';
import type { Settings } from './settings/settings.ts';

/** What was generated or left out, and in development what is strict, one line each, so that nobody first learns it from an outage. */
export function announcements(settings: Settings): string[] {
  const told = [
    rollout(settings),
    keys(settings),
    figures(settings),
    memory(settings),
    captcha(settings),
    dashboard(settings),
    groups(settings),
    notice(settings),
    policy(settings),
    sessions(settings),
  ].filter((line) => line !== '');
  if (told.length === 0) return [];
  const mode = settings.isProduction ? 'production' : 'development';
  return [`emas: ${settings.app} ${settings.version}, ${mode}`, ...told.map((line) => `  ${line}`)];
}

function rollout({ rollout: mode, session }: Settings): string {
  if (mode === 'enforce') return '';
  const own = session === false ? ', and the app keeps its own sessions' : '';
  return `rollout    nothing is blocked${own}; "emas doctor" and the developer page list what would be blocked (rollout: 'enforce' starts blocking)`;
}

function keys({ madeUp, data }: Settings): string {
  return madeUp.length === 0
    ? ''
    : `keys       generated and stored in ${data} (set ${madeUp.join(' and ')})`;
}

function figures({ clickhouse, data }: Settings): string {
  if (clickhouse === false) return 'figures    off, and no dashboards';
  return clickhouse === 'embedded'
    ? `figures    in the embedded engine, ${data}/clickhouse: a separate process that takes 300 MB (or set EMAS_CLICKHOUSE_URL)`
    : '';
}

function memory({ redis }: Settings): string {
  return redis === undefined
    ? 'memory     sessions, limits and login counters are in this process only (set EMAS_REDIS_URL to share them)'
    : '';
}

function captcha({ captcha: given, isProduction }: Settings): string {
  if (hasKeys(given)) return '';
  return isProduction
    ? 'captcha    none (set EMAS_CAPTCHA_SITE_KEY, EMAS_CAPTCHA_SECRET, EMAS_CAPTCHA_HOSTNAMES)'
    : 'captcha    a stand-in that lets everybody pass (set EMAS_CAPTCHA_SITE_KEY and so on)';
}

function dashboard({ dashboards, clickhouse }: Settings): string {
  if (dashboards === false || clickhouse === false || dashboards.authorize !== undefined) return '';
  return `dashboard  ${dashboards.path}/, open to this machine only (set dashboards.authorize)`;
}

function groups({ isProduction, clickhouse, analytics }: Settings): string {
  if (isProduction || clickhouse === false || analytics === false) return '';
  return analytics.smallCells === undefined
    ? 'groups     figures about a single visitor are shown; production hides groups of fewer than five'
    : '';
}

function notice({ privacy, isProduction }: Settings): string {
  return isProduction || privacy !== undefined
    ? ''
    : 'privacy    the notice names no company or contact yet (set EMAS_PRIVACY_CONTROLLER, EMAS_PRIVACY_EMAIL, EMAS_PRIVACY_OFFICER_EMAIL)';
}

/** What stops an ordinary page, where its developer sees it. */
function policy({ hardening, isProduction }: Settings): string {
  if (isProduction || hardening === false) return '';
  const { mode, maxBodyBytes, maxUrlLength } = checkHardeningOptions(hardening);
  const bounds = `bodies up to ${Math.floor(maxBodyBytes.standard / KIB)} KiB (hardening.maxBodyBytes), URLs up to ${maxUrlLength} characters`;
  return mode === 'report'
    ? `policy     reports what it would block, and blocks nothing; limits: ${bounds}`
    : `policy     blocks inline scripts and other origins (hardening: { mode: 'report' } only reports); limits: ${bounds}`;
}

function sessions({ session, sessionSecret, isProduction }: Settings): string {
  if (isProduction || session === false) return '';
  const { idleTimeout, absoluteTimeout } = checkSessionOptions({
    ...session,
    secret: sessionSecret,
  });
  return `sessions   end ${timeText(idleTimeout)} after the last request (session.idleTimeout), ${timeText(absoluteTimeout)} after they began (session.absoluteTimeout)`;
}

const KIB = 1024;
const MINUTE_MS = 60_000;

function timeText(milliseconds: number): string {
  const minutes = milliseconds / MINUTE_MS;
  return minutes < 120 ? `${Math.round(minutes)} minutes` : `${Math.round(minutes / 60)} hours`;
}
