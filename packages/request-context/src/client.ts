import QuickLRU from 'quick-lru';
import { UAParser } from 'ua-parser-js';
import { appName } from './app-name.ts';
import { botName } from './bots.ts';
import { hintsKey, parseHints } from './client-hints.ts';
import type { ClientHints } from './client-hints.ts';
import { saysTelevision } from './television.ts';

export type DeviceType = 'desktop' | 'mobile' | 'tablet' | 'tv' | 'console' | 'wearable' | 'other';

/** What the client says it is: enough to count by, too little to tell two people apart. */
export interface Client {
  /** `Chrome`; '' where unknown. */
  readonly browser: string;
  /** The major version only. */
  readonly browserVersion: string;
  /** `Windows`, `Android`; '' where unknown. */
  readonly os: string;
  readonly osVersion: string;
  readonly device: DeviceType;
  readonly vendor: string;
  readonly model: string;
  /**
   * An app that is no browser, with its major version, `claims-app 2`; '' for a browser. The app's
   * author chooses the name, so the number of names has no bound.
   */
  readonly app: string;
  /** The bot's name; null for what looks like a person's browser. */
  readonly bot: string | null;
}

/** Clients are few, and each is named with each of its requests. */
const names = new WeakMap<Client, string>();

/** For people who read a log: `Chrome 128 on Windows`, `claims-app 2`, the bot's name; `unknown`. */
export function clientName(client: Client): string {
  const known = names.get(client);
  if (known !== undefined) return known;
  const name = nameOf(client);
  names.set(client, name);
  return name;
}

function nameOf({ browser, browserVersion, os, bot, app }: Client): string {
  if (bot !== null) return bot;
  if (app !== '') return app;
  const program = [browser, browserVersion].filter((part) => part !== '').join(' ');
  return [program, os].filter((part) => part !== '').join(' on ') || 'unknown';
}

/** Parses a user agent, with the client hints where they were sent. */
export type ClientParser = (
  userAgent: string | undefined,
  header?: (name: string) => string | undefined,
) => Client;

/** Longer user agents are cut: real ones are shorter, and hostile ones cost by the character. */
const MAX_USER_AGENT = 512;

const noHeader = (): undefined => undefined;

/**
 * A parser with a bounded cache of its own: a parse costs some 12 µs, a hit below one.
 *
 * @param cacheSize How many different clients are remembered, at least; twice as many at most.
 */
export function createClientParser(cacheSize = 5000): ClientParser {
  const cache = new QuickLRU<string, Client>({ maxSize: cacheSize });
  return (userAgent = '', header = noHeader) => {
    const agent =
      userAgent.length > MAX_USER_AGENT ? userAgent.slice(0, MAX_USER_AGENT) : userAgent;
    const hints = hintsKey(header);
    const key = hints === '' ? agent : `${agent}\n${hints}`;
    const known = cache.get(key);
    if (known !== undefined) return known;
    const client = parseClient(agent, parseHints(hints));
    cache.set(key, client);
    return client;
  };
}

function parseClient(userAgent: string, hints: ClientHints): Client {
  const parsed = new UAParser(userAgent).getResult();
  const browser = hints.browser ?? clean(parsed.browser.name);
  const os = hints.os ?? systemName(clean(parsed.os.name));
  const bot = botName(userAgent);
  return Object.freeze({
    browser,
    browserVersion: hints.browserVersion ?? majorVersion(clean(parsed.browser.version)),
    os,
    osVersion: hints.osVersion ?? clean(parsed.os.version),
    device: saysTelevision(userAgent) ? 'tv' : deviceOf(parsed.device.type, hints, browser, os),
    vendor: clean(parsed.device.vendor),
    model: clean(hints.model ?? parsed.device.model),
    app: bot === null ? appName(userAgent, browser) : '',
    bot,
  });
}

function deviceOf(
  type: string | undefined,
  hints: ClientHints,
  browser: string,
  os: string,
): DeviceType {
  // Chrome on Android reduced its user agent to "K", which reads as a tablet; the hint still tells.
  if (hints.mobile === true) return 'mobile';
  if (type === 'mobile' || type === 'tablet' || type === 'console' || type === 'wearable')
    return type;
  if (type === 'smarttv') return 'tv';
  if (type !== undefined) return 'other';
  // ua-parser-js names no device for a desktop, nor for what it does not know at all.
  return browser === '' && os === '' ? 'other' : 'desktop';
}

/** As the system's makers write it today. */
function systemName(name: string): string {
  return name === 'Mac OS' ? 'macOS' : name;
}

/** `32.0.1700.107` → `32`: minor versions would tell people apart. */
function majorVersion(version: string): string {
  return version.split('.', 1)[0] ?? '';
}

/** Control and bidi characters have no business in a name that is later shown or logged. */
function clean(value: string | undefined): string {
  return (value ?? '').replaceAll(/[\p{Cc}\p{Cf}]/gu, '').slice(0, 60);
}
