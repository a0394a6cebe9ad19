import { join } from 'node:path';
import { deprecations } from '@emas/deprecation';
import type { Deprecations } from '@emas/deprecation';
import { createLogger, watchUpdates } from '@emas/logging';
import type { EmasLogger } from '@emas/logging';
import { loginBlocks } from '@emas/login-guard';
import type { Blocks } from '@emas/login-guard';
import type { Privacy } from '@emas/privacy';
import { memoryStore, redisStore, session } from '@emas/session';
import type { SessionHandler } from '@emas/session';
import { SYSTEM_CLOCK } from '../health/clock.ts';
import type { Clock } from '../health/clock.ts';
import { HealthWatch } from '../health/health-watch.ts';
import type { Settings } from '../settings/settings.ts';
import { hasKeys, openCaptcha } from './captcha.ts';
import type { SuiteCaptcha } from './captcha.ts';
import { openPrivacy } from './data-map.ts';
import type { Keepers } from './data-map.ts';
import { openFigures } from './figures.ts';
import type { Figures } from './figures.ts';
import { openRedis } from './redis.ts';
import { readParts } from './read-parts.ts';
import type { OpenRedis } from './redis.ts';

interface Closable {
  close(): Promise<void>;
}

/** What the suite is made of. */
export interface Parts {
  readonly settings: Settings;
  readonly redis: OpenRedis | undefined;
  readonly figures: Figures | undefined;
  readonly logger: EmasLogger;
  readonly deprecated: Deprecations;
  readonly blocks: Blocks;
  readonly sessions: SessionHandler | undefined;
  readonly captcha: SuiteCaptcha | undefined;
  /** Those who say what they keep; what is made later says so here. */
  readonly keepers: Keepers;
  readonly privacy: Privacy | undefined;
  /** What ends before figures and log are written: these tell them what they still hold. */
  readonly closable: Closable[];
  /** How all of these stand. */
  readonly health: HealthWatch;
  isEnding: () => boolean;
}

/** @throws EmasError where a folder cannot be used or the engine is another process's. */
export function openParts(settings: Settings, clock: Clock = SYSTEM_CLOCK): Parts {
  const { events, isProduction, version, data } = settings;
  const redis = settings.redis === undefined ? undefined : openRedis(settings.redis, settings.app);
  const { figures, logger } = openFiguresAndLog(settings, redis);
  const shared = redis === undefined ? {} : { redis: redis.client, app: settings.app };
  const wantsCaptcha = hasKeys(settings.captcha) || !isProduction;
  const deprecated = deprecations({
    ...settings.deprecations,
    version,
    events,
    ...(settings.logKey[0] === undefined ? {} : { key: settings.logKey[0] }),
  });
  const blocks = loginBlocks({
    ...(redis === undefined ? { file: join(data, 'blocks.json') } : shared),
    events,
  });
  const sessions = openSessions(settings, redis);
  const captcha = wantsCaptcha
    ? openCaptcha({ settings: settings.captcha, shared, events })
    : undefined;
  const receivers = settings.log.sinks?.map(({ name }) => name) ?? [];
  const readable = { figures, redis, logger, receivers };
  const health = new HealthWatch({
    read: () => readParts(readable, clock.wall()),
    events,
    clock,
  });
  const keepers = [
    logger,
    deprecated,
    blocks,
    sessions,
    captcha,
    ...(figures?.keepers ?? []),
  ].filter((part) => part !== undefined);
  return {
    settings,
    redis,
    figures,
    logger,
    deprecated,
    blocks,
    sessions,
    captcha,
    keepers,
    privacy: openPrivacy(settings, keepers),
    closable: [deprecated, blocks, sessions, captcha].filter((part) => part !== undefined),
    health,
    isEnding: () => false,
  };
}

/** What was opened before something cannot be is closed again: the app may try with other settings. */
function openFiguresAndLog(
  settings: Settings,
  redis: OpenRedis | undefined,
): { readonly figures: Figures | undefined; readonly logger: EmasLogger } {
  let figures: Figures | undefined;
  try {
    figures = openFigures(settings, redis?.client);
    return { figures, logger: openLog(settings, figures) };
  } catch (error) {
    redis?.close();
    const opened = figures;
    // Nothing was counted yet; what cannot be closed either is told by nobody else's error.
    void opened
      ?.close(0)
      .then(() => opened.closeEngine())
      .catch(() => undefined);
    throw error;
  }
}

function openLog(settings: Settings, figures: Figures | undefined): EmasLogger {
  const { app, version, data, log, logKey, events, lockFile, shutdown } = settings;
  const folder = join(data, 'logs');
  const sinks = [...(figures === undefined ? [] : [figures.logSink]), ...(log.sinks ?? [])];
  const logger = createLogger({
    // The suite waits for signals itself, and has the log written in its turn.
    ...(shutdown.signals ? { signals: false } : {}),
    ...log,
    app,
    version,
    folder,
    key: logKey,
    sinks,
    events,
  });
  watchUpdates({
    version,
    file: join(folder, 'versions.json'),
    ...(lockFile === undefined ? {} : { lockFile }),
    events,
  });
  return logger;
}

function openSessions(
  settings: Settings,
  redis: OpenRedis | undefined,
): SessionHandler | undefined {
  const { session: options, sessionSecret, logKey, app, events } = settings;
  if (options === false) return undefined;
  const store = redis === undefined ? memoryStore() : redisStore({ redis: redis.client, app });
  const [key, ...older] = logKey;
  // One account, one hash in the whole log.
  const accountKey = key === undefined ? {} : { accountKey: [key, ...older] };
  return session({ store, ...options, ...accountKey, secret: sessionSecret, app, events });
}
