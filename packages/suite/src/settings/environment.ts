import { closestWord } from '@emas/options';
import { readVariable } from './variable.ts';

/** How a variable becomes an option. */
interface Variable {
  /** Name of the option, `clickhouse.url`. */
  readonly option: string;
  /** Whether `NAME_FILE` may name a file that it is in. */
  readonly secret?: true;
  /** A name under which platforms give the same. */
  readonly alias?: string;
  readonly read?: (text: string) => unknown;
}

const listOf = (text: string): string[] =>
  text
    .split(/[\s,]+/)
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** Of one server, or of several replicas. */
export function urlsOf(text: string): string | string[] {
  return /[\s,]/.test(text) ? listOf(text) : text;
}

/** Several secrets stand on lines of their own, the newest first. */
const secretsOf = (text: string): string | string[] => {
  const [first = '', ...others] = text.split('\n').filter((one) => one.trim() !== '');
  return others.length === 0 ? first.trim() : [first, ...others].map((one) => one.trim());
};

/** Where it is no number, the option's own check says what it wants. */
const numberOf = (text: string): number | string => (/^\d+$/.test(text) ? Number(text) : text);

export const VARIABLES: Readonly<Record<string, Variable>> = {
  EMAS_APP: { option: 'app' },
  EMAS_VERSION: { option: 'version' },
  EMAS_ROLLOUT: { option: 'rollout' },
  EMAS_DATA: { option: 'data' },
  EMAS_TIME_ZONE: { option: 'timeZone' },
  EMAS_TRUST_PROXY: { option: 'trustProxy', read: trustOf },
  EMAS_SESSION_SECRET: { option: 'sessionSecret', secret: true, read: secretsOf },
  EMAS_LOG_KEY: { option: 'logKey', secret: true, read: secretsOf },
  EMAS_CLICKHOUSE_URL: {
    option: 'clickhouse.url',
    alias: 'CLICKHOUSE_URL',
    read: urlsOf,
  },
  EMAS_CLICKHOUSE_USER: { option: 'clickhouse.username', alias: 'CLICKHOUSE_USER' },
  EMAS_CLICKHOUSE_PASSWORD: {
    option: 'clickhouse.password',
    secret: true,
    alias: 'CLICKHOUSE_PASSWORD',
  },
  EMAS_CLICKHOUSE_DATABASE: { option: 'clickhouse.database' },
  EMAS_CLICKHOUSE_TIMEOUT: { option: 'clickhouse.requestTimeout', read: numberOf },
  EMAS_CLICKHOUSE_CLUSTER: { option: 'clickhouse.cluster' },
  EMAS_COUNT_INTERVAL: { option: 'countInterval', read: numberOf },
  EMAS_REDIS_URL: { option: 'redis', secret: true, alias: 'REDIS_URL' },
  EMAS_CAPTCHA_PROVIDER: { option: 'captcha.provider' },
  EMAS_CAPTCHA_SITE_KEY: { option: 'captcha.siteKey' },
  EMAS_CAPTCHA_SECRET: { option: 'captcha.secret', secret: true },
  EMAS_CAPTCHA_PROJECT: { option: 'captcha.project' },
  EMAS_CAPTCHA_HOSTNAMES: { option: 'captcha.hostnames', read: listOf },
  EMAS_CAPTCHA_HOST: { option: 'captcha.host' },
  EMAS_CAPTCHA_TIMEOUT: { option: 'captcha.timeout', read: numberOf },
  EMAS_SMALL_CELLS: { option: 'analytics.smallCells', read: numberOf },
  EMAS_KEEP_MONTHS: { option: 'analytics.keepMonths', read: numberOf },
  EMAS_PRIVACY_CONTROLLER: { option: 'privacy.controller' },
  EMAS_PRIVACY_ADDRESS: { option: 'privacy.address' },
  EMAS_PRIVACY_EMAIL: { option: 'privacy.email' },
  EMAS_PRIVACY_PHONE: { option: 'privacy.phone' },
  EMAS_PRIVACY_OFFICER: { option: 'privacy.officer' },
  EMAS_PRIVACY_OFFICER_EMAIL: { option: 'privacy.officerEmail' },
  EMAS_PRIVACY_OFFICER_PHONE: { option: 'privacy.officerPhone' },
  EMAS_DASHBOARD_PATH: { option: 'dashboards.path' },
};

/** What the environment says. */
export interface FromEnvironment {
  /** Options by their names, `clickhouse.url`. */
  readonly options: ReadonlyMap<string, unknown>;
  /** Which variable each of them is from. */
  readonly variables: ReadonlyMap<string, string>;
  /** What is wrong, each with its fix. */
  readonly faults: readonly string[];
}

/** Reads `EMAS_*`; an empty variable counts as none, so that a deployment can take one back. */
export function readEnvironment(env: NodeJS.ProcessEnv): FromEnvironment {
  const options = new Map<string, unknown>();
  const variables = new Map<string, string>();
  const faults = strangers(env);
  for (const [name, variable] of Object.entries(VARIABLES)) {
    const found = readVariable(env, name, variable);
    if (found === undefined) continue;
    if ('fault' in found) {
      faults.push(found.fault);
      continue;
    }
    const { read = (text: string) => text } = variable;
    options.set(variable.option, read(found.text));
    variables.set(variable.option, found.from);
  }
  return { options, variables, faults };
}

/** What the `emas` command reads, and an app does not. */
const OF_THE_COMMAND = ['EMAS_BLOCKS_FILE', 'EMAS_ENGINE_KEY', 'EMAS_ENGINE_KEY_FILE'];

/** A misspelt name would be passed over in silence, and with it what somebody meant to be in force. */
function strangers(env: NodeJS.ProcessEnv): string[] {
  const own = Object.entries(VARIABLES).flatMap(([name, { secret }]) =>
    secret === true ? [name, `${name}_FILE`] : [name],
  );
  const known = [...own, ...OF_THE_COMMAND];
  return Object.keys(env)
    .filter((name) => name.startsWith('EMAS_') && !known.includes(name))
    .map((name) => {
      const guess = closestWord(name, known);
      return guess === undefined
        ? `${name} is not a setting of the suite: remove it.`
        : `${name} is not a setting of the suite: did you mean ${guess}?`;
    });
}

function trustOf(text: string): number | string[] {
  return /^\d+$/.test(text) ? Number(text) : listOf(text);
}
