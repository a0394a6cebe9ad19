/** The request headers of User-Agent Client Hints (WICG draft) that the client parser reads. */
export const CLIENT_HINT_HEADERS = [
  'sec-ch-ua',
  'sec-ch-ua-platform',
  'sec-ch-ua-platform-version',
  'sec-ch-ua-mobile',
  'sec-ch-ua-model',
] as const;

/** What a browser said of itself in hints; absent fields were not sent. */
export interface ClientHints {
  readonly browser?: string;
  readonly browserVersion?: string;
  readonly os?: string;
  readonly osVersion?: string;
  readonly mobile?: boolean;
  readonly model?: string;
}

const MAX_HEADER = 256;

const BROWSER_OF_BRAND: ReadonlyMap<string, string> = new Map([
  ['Google Chrome', 'Chrome'],
  ['Microsoft Edge', 'Edge'],
  ['Opera', 'Opera'],
  ['Opera GX', 'Opera'],
  ['Brave', 'Brave'],
  ['Vivaldi', 'Vivaldi'],
  ['Samsung Internet', 'Samsung Internet'],
  ['YaBrowser', 'Yandex'],
  ['DuckDuckGo', 'DuckDuckGo'],
]);

const OS_OF_PLATFORM: ReadonlyMap<string, string> = new Map([
  ['Windows', 'Windows'],
  ['macOS', 'macOS'],
  ['Android', 'Android'],
  ['Linux', 'Linux'],
  ['Chrome OS', 'Chromium OS'],
  ['Chromium OS', 'Chromium OS'],
  ['iOS', 'iOS'],
]);

/** The hints of one request as one string: the part of a cache key that differs between browsers. */
export function hintsKey(header: (name: string) => string | undefined): string {
  if (header('sec-ch-ua') === undefined && header('sec-ch-ua-platform') === undefined) return '';
  return CLIENT_HINT_HEADERS.map((name) => (header(name) ?? '').slice(0, MAX_HEADER)).join('\n');
}

/** Reads what {@link hintsKey} gathered. Brands that are not browsers' (GREASE) are passed over. */
export function parseHints(key: string): ClientHints {
  const [brands, platform, platformVersion, mobile, model] = key.split('\n');
  const os = OS_OF_PLATFORM.get(unquoted(platform));
  return {
    ...browserOf(brands),
    ...(os === undefined ? {} : { os }),
    ...(os === undefined ? {} : present('osVersion', unquoted(platformVersion))),
    ...present('model', unquoted(model)),
    ...(mobile === undefined || mobile === '' ? {} : { mobile: mobile === '?1' }),
  };
}

function browserOf(brands = ''): ClientHints {
  let found: ClientHints = {};
  for (const [, brand = '', version = ''] of brands.matchAll(/"([^"]{1,40})";\s*v="(\d{1,6})/g)) {
    const browser = BROWSER_OF_BRAND.get(brand);
    if (browser !== undefined) found = { browser, browserVersion: version };
  }
  return found;
}

function present(name: 'osVersion' | 'model', value: string): ClientHints {
  return value === '' ? {} : { [name]: value };
}

function unquoted(value = ''): string {
  return /^"([^"]*)"$/.exec(value.trim())?.[1] ?? '';
}
