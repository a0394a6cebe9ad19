import { checkHardeningOptions } from '@emas/hardening/internal';
import { checkSessionOptions } from '@emas/session/internal';
import { hasKeys } from './parts/captcha.ts';
import type { Settings } from './settings/settings.ts';

/** What was made up or left away, and in development what is strict, a line each: nobody shall learn it from an outage. */
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
  const own = session === false ? ', and sessions stay the app’s own' : '';
  return `rollout    nothing is blocked${own}; "emas doctor" and the developer page list what would be (rollout: 'enforce' ends this)`;
}

function keys({ madeUp, data }: Settings): string {
  return madeUp.length === 0
    ? ''
    : `keys       made up and kept in ${data} (set ${madeUp.join(' and ')})`;
}

function figures({ clickhouse, data }: Settings): string {
  if (clickhouse === false) return 'figures    none, and no dashboards';
  return clickhouse === 'embedded'
    ? `figures    in the embedded engine, ${data}/clickhouse: a process of 300 MB beside the app (or set EMAS_CLICKHOUSE_URL)`
    : '';
}

function memory({ redis }: Settings): string {
  return redis === undefined
    ? 'memory     sessions, limits and login counters are this process’s own (set EMAS_REDIS_URL)'
    : '';
}

function captcha({ captcha: given, isProduction }: Settings): string {
  if (hasKeys(given)) return '';
  return isProduction
    ? 'captcha    none (set EMAS_CAPTCHA_SITE_KEY, EMAS_CAPTCHA_SECRET, EMAS_CAPTCHA_HOSTNAMES)'
    : 'captcha    a stand-in that asks nobody for a proof (set EMAS_CAPTCHA_SITE_KEY and so on)';
}

function dashboard({ dashboards, clickhouse }: Settings): string {
  if (dashboards === false || clickhouse === false || dashboards.authorize !== undefined) return '';
  return `dashboard  ${dashboards.path}/, open to this machine (say who by dashboards.authorize)`;
}

function groups({ isProduction, clickhouse, analytics }: Settings): string {
  if (isProduction || clickhouse === false || analytics === false) return '';
  return analytics.smallCells === undefined
    ? 'groups     figures about one visitor are shown; production hides those of fewer than five'
    : '';
}

function notice({ privacy, isProduction }: Settings): string {
  return isProduction || privacy !== undefined
    ? ''
    : 'privacy    the notice names nobody yet (set EMAS_PRIVACY_CONTROLLER, EMAS_PRIVACY_EMAIL, EMAS_PRIVACY_OFFICER_EMAIL)';
}

/** What stops an ordinary page, where its developer sees it. */
function policy({ hardening, isProduction }: Settings): string {
  if (isProduction || hardening === false) return '';
  const { mode, maxBodyBytes, maxUrlLength } = checkHardeningOptions(hardening);
  const bounds = `bodies end at ${Math.floor(maxBodyBytes.standard / KIB)} KiB (hardening.maxBodyBytes), addresses at ${maxUrlLength} characters`;
  return mode === 'report'
    ? `policy     reports what it would block, and blocks nothing; the same of longer ones: ${bounds}`
    : `policy     blocks inline scripts and other origins (hardening: { mode: 'report' } only reports); ${bounds}`;
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
