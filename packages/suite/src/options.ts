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
 * Options of `suite()`. Each may be left away in development; those that stand in the table of the README
 * can be given as `EMAS_*` as well, which then holds.
 */
export interface SuiteOptions {
  /** Name of the app: in each log line, and of its figures. @default the package's name */
  readonly app?: string;
  /** @default the package's version */
  readonly version?: string;
  /**
   * `'production'` refuses what is missing or weak, `'development'` makes it up and says so.
   * @default by NODE_ENV
   */
  readonly mode?: 'production' | 'development';
  /**
   * `'report'` blocks nothing: policies and bounds only report, limits and the login guard let everybody through
   * but blocked networks, and sessions stay as the app has them unless `session` is given. What would have been
   * blocked is counted, and listed with the option that allows it by `emas doctor` and on the developer page. For
   * a start in an existing app; what a part says of its own `mode` comes first.
   * @default 'enforce'
   */
  readonly rollout?: 'enforce' | 'report';
  /** Folder of all that is kept on this machine: logs, keys, what waits, the engine's data. @default './data/emas' */
  readonly data?: string;
  /** IANA time zone whose midnight ends a day of figures. @default the process's own */
  readonly timeZone?: string;
  /** Express's `trust proxy`: hops, addresses or networks of proxies that are believed. @default the app's own setting */
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
  /** Whose headers are believed about an address, a country, a client. */
  readonly requestContext?: Omit<RequestContextOptions, 'app'>;
  /** `false` leaves it away. */
  readonly hardening?: Omit<HardeningOptions, 'events'> | false;
  /** `false` leaves it away. */
  readonly session?: Omit<SessionOptions, 'secret' | 'app' | 'events'> | false;
  /** Paths below which no session is looked for: files, and what programs ask. @default none */
  readonly sessionless?: readonly string[];
  /** What the site asks consent for. @default nothing is asked for */
  readonly consent?: Omit<ConsentOptions, 'key' | 'policyFile' | 'events'>;
  /** `false` leaves it away. */
  readonly analytics?:
    | Omit<
        AnalyticsOptions,
        'client' | 'app' | 'timeZone' | 'spool' | 'redis' | 'prefix' | 'cluster'
      >
    | false;
  /**
   * Who answers for what is kept of visitors, for the privacy notice; `false` for an app that has its notice
   * elsewhere.
   * @default in development nobody; needed in production
   */
  readonly privacy?: Omit<PrivacyOptions, 'keeps' | 'file' | 'app' | 'events' | 'now'> | false;
  /** Where lines go besides the files, how long these are kept, what is masked. */
  readonly log?: Omit<LoggerOptions, 'app' | 'version' | 'folder' | 'key' | 'events'>;
  /** A line for each request, its address in it. @default false: no policy of ours promises one */
  readonly accessLog?: boolean | Omit<AccessLogOptions, 'events'>;
  /** The app's `package-lock.json`, whose changes are told. @default the one in the working folder */
  readonly lockFile?: string | false;
  /** What holds of each `loginGuard()` that says nothing else. */
  readonly logins?: Omit<
    LoginGuardOptions,
    'key' | 'app' | 'redis' | 'prefix' | 'review' | 'captcha' | 'events'
  >;
  /** How callers of outdated endpoints are known and told. */
  readonly deprecations?: Omit<DeprecationsOptions, 'version' | 'key' | 'events'>;
  /** The pages for marketing, security and developers; `false` leaves them away. */
  readonly dashboards?: DashboardSettings | false;
  /** Path of the sign of life; `false` leaves it away. @default '/emas/health' */
  readonly health?: string | false;
  /** How long an end may take, and what begins it. */
  readonly shutdown?: ShutdownSettings;
  /** Is told what was made up or left away, a line each. @default standard error */
  readonly announce?: ((lines: readonly string[]) => void) | false;
  /** Where all parts tell what happens. @default the bus of this process */
  readonly events?: EventBus;
}

export interface ClickHouseSettings {
  /** Of the HTTP interface, `http://127.0.0.1:8123`; several are replicas, of which one that answers is asked. */
  readonly url: string | readonly string[];
  /** @default 'default' */
  readonly username?: string;
  /** @default '' */
  readonly password?: string;
  /** It must be there; tables are made by the app. @default 'default' */
  readonly database?: string;
  /** Milliseconds for the answer to a request. @default 10000 */
  readonly requestTimeout?: number;
  /** Name of a cluster; of one shard; tables are then replicated. */
  readonly cluster?: string;
}

/** Without keys, what holds of the stand-in in development. */
export type CaptchaSettings = Partial<Omit<CaptchaOptions, 'app' | 'redis' | 'prefix' | 'events'>>;

export interface DashboardSettings extends Pick<
  DashboardOptions,
  'actor' | 'language' | 'signInUrl' | 'signOutUrl' | 'refresh'
> {
  /**
   * Roles of whoever asks.
   * @default in development all roles for this machine; needed in production
   */
  readonly authorize?: DashboardOptions['authorize'];
  /** @default '/emas/dashboard' */
  readonly path?: string;
}

export interface ShutdownSettings {
  /** Milliseconds that requests under way have to end. @default 5000 */
  readonly grace?: number;
  /** Milliseconds that parts have to bring away what they have. @default 10000 */
  readonly timeout?: number;
  /**
   * Whether SIGTERM, SIGINT, SIGHUP and SIGQUIT begin it, and what asks a worker of `node:cluster` or a process
   * of PM2 to end: the message `shutdown`, and the end of the primary.
   * @default true
   */
  readonly signals?: boolean;
}
