import type { AnalyticsOptions } from '@emas/analytics';
import type { ConsentOptions } from '@emas/consent';
import type { DashboardOptions } from '@emas/dashboards';
import type { DeprecationsOptions } from '@emas/deprecation';
import type { EventBus } from '@emas/events';
import type { HardeningOptions } from '@emas/hardening';
import type { AccessLogOptions, LoggerOptions } from '@emas/logging';
import type { LoginGuardOptions } from '@emas/login-guard';
import type { CaptchaOptions } from '@emas/captcha';
import type { PrivacyOptions } from '@emas/privacy';
import type { RequestContextOptions } from '@emas/request-context';
import type { SessionOptions } from '@emas/session';

/** One secret, or several of which the first is used and all are read. */
export type Secrets = string | readonly string[];

/**
 * Options of `suite()`. All are optional in development; those in the table of the README can also be given
 * as `EMAS_*`, which takes precedence.
 */
export interface SuiteOptions {
  /** Name of the app: in each log line, and of its figures. @default the package's name */
  readonly app?: string;
  /** @default the package's version */
  readonly version?: string;
  /**
   * `'production'` refuses to start if a key is missing or weak, `'development'` generates it and says so.
   * @default by NODE_ENV
   */
  readonly mode?: 'production' | 'development';
  /**
   * `'report'` blocks nothing except blocked networks: policies and bounds only report, limits and the login
   * guard let everybody through, and the app keeps its own sessions unless `session` is given. What would have been
   * blocked is counted, and listed with the option that allows it by `emas doctor` and on the developer page. For
   * the first start in an existing app. A part\'s own `mode` takes precedence.
   * @default 'enforce'
   */
  readonly rollout?: 'enforce' | 'report';
  /** Folder of all that is kept on this machine: logs, keys, what waits, the engine's data. @default './data/emas' */
  readonly data?: string;
  /** IANA time zone; its midnight ends a day of figures. @default the process's own */
  readonly timeZone?: string;
  /** Express's `trust proxy`: hops, addresses or networks of trusted proxies. @default the app's own setting */
  readonly trustProxy?: number | string | readonly string[];
  /** Signs session cookies and makes their name; 32 characters or more. */
  readonly sessionSecret?: Secrets;
  /** Chains the log, and hashes account names everywhere; 32 characters or more. */
  readonly logKey?: Secrets;
  /** A ClickHouse server; `false` for no figures at all. @default the embedded engine, in a process beside this one */
  readonly clickhouse?: ClickHouseSettings | false;
  /**
   * Milliseconds between two writes of the counts of logins and events to ClickHouse: the most of them that
   * a `kill -9` loses, and how late the security and developer pages are.
   * @default 10000
   */
  readonly countInterval?: number;
  /** URL of a Redis, for what several processes share. @default the memory of this process */
  readonly redis?: string;
  /** A captcha's provider, its keys and widget. @default none in production, a stand-in elsewhere */
  readonly captcha?: CaptchaSettings;
  /** Which headers are trusted for the address, country and client. */
  readonly requestContext?: Omit<RequestContextOptions, 'app'>;
  /** `false` turns it off. */
  readonly hardening?: Omit<HardeningOptions, 'events'> | false;
  /** `false` turns it off. */
  readonly session?: Omit<SessionOptions, 'secret' | 'app' | 'events'> | false;
  /** Paths without sessions: files, and endpoints for programs. @default none */
  readonly sessionless?: readonly string[];
  /** What the site asks consent for. @default nothing */
  readonly consent?: Omit<ConsentOptions, 'key' | 'policyFile' | 'events'>;
  /** `false` turns it off. */
  readonly analytics?:
    | Omit<
        AnalyticsOptions,
        'client' | 'app' | 'timeZone' | 'spool' | 'redis' | 'prefix' | 'cluster'
      >
    | false;
  /**
   * Who is responsible for the data about visitors, for the privacy notice; `false` for an app that has its notice
   * elsewhere.
   * @default in development nobody; required in production
   */
  readonly privacy?: Omit<PrivacyOptions, 'keeps' | 'file' | 'app' | 'events' | 'now'> | false;
  /** Where lines go besides the files, how long files are kept, and what is masked. */
  readonly log?: Omit<LoggerOptions, 'app' | 'version' | 'folder' | 'key' | 'events'>;
  /** A line for each request, with its address. @default false */
  readonly accessLog?: boolean | Omit<AccessLogOptions, 'events'>;
  /** The app's `package-lock.json`; its changes are logged. @default the one in the working folder */
  readonly lockFile?: string | false;
  /** Defaults for each `loginGuard()`. */
  readonly logins?: Omit<
    LoginGuardOptions,
    'key' | 'app' | 'redis' | 'prefix' | 'review' | 'captcha' | 'events'
  >;
  /** How callers of outdated endpoints are recognised and informed. */
  readonly deprecations?: Omit<DeprecationsOptions, 'version' | 'key' | 'events'>;
  /** The pages for marketing, security and developers; `false` turns them off. */
  readonly dashboards?: DashboardSettings | false;
  /** Path of the health check; `false` turns it off. @default '/emas/health' */
  readonly health?: string | false;
  /** How long a shutdown may take, and what starts it. */
  readonly shutdown?: ShutdownSettings;
  /** Receives the start-up lines: what was generated or left out. @default standard error */
  readonly announce?: ((lines: readonly string[]) => void) | false;
  /** Where all parts emit events. @default the bus of this process */
  readonly events?: EventBus;
}

export interface ClickHouseSettings {
  /** URL of the HTTP interface, `http://127.0.0.1:8123`; a list names replicas, and one that answers is used. */
  readonly url: string | readonly string[];
  /** @default 'default' */
  readonly username?: string;
  /** @default '' */
  readonly password?: string;
  /** It must exist; the app creates its tables. @default 'default' */
  readonly database?: string;
  /** Milliseconds to wait for the answer to a request. @default 10000 */
  readonly requestTimeout?: number;
  /** Name of a cluster with one shard; tables are then replicated. */
  readonly cluster?: string;
}

/** Without keys, these apply to the stand-in in development. */
export type CaptchaSettings = Partial<Omit<CaptchaOptions, 'app' | 'redis' | 'prefix' | 'events'>>;

export interface DashboardSettings extends Pick<
  DashboardOptions,
  'actor' | 'language' | 'signInUrl' | 'signOutUrl' | 'refresh'
> {
  /**
   * Roles of the person behind a request.
   * @default in development all roles for this machine; required in production
   */
  readonly authorize?: DashboardOptions['authorize'];
  /** @default '/emas/dashboard' */
  readonly path?: string;
}

export interface ShutdownSettings {
  /** Milliseconds that running requests have to finish. @default 5000 */
  readonly grace?: number;
  /** Milliseconds that parts have to write or send what they hold. @default 10000 */
  readonly timeout?: number;
  /**
   * Whether SIGTERM, SIGINT, SIGHUP and SIGQUIT start it, and what asks a worker of `node:cluster` or a process
   * of PM2 to end: the message `shutdown`, and the end of the primary.
   * @default true
   */
  readonly signals?: boolean;
}
