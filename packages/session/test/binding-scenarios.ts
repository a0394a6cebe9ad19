import { CHROME_ON_ANDROID, CHROME_ON_WINDOWS } from './visitor.ts';

const SAFARI_ON_IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';
const SAFARI_ON_MAC =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15';
const CHROME_DESKTOP_MODE = CHROME_ON_WINDOWS.replace(
  'Windows NT 10.0; Win64; x64',
  'X11; Linux x86_64',
);

/** Where a session begins, where it is used next, and what becomes of it. */
interface Scenario {
  readonly name: string;
  /** Where the session begins. */
  readonly begins: Readonly<Record<string, string>>;
  /** Where it is used next, in order. */
  readonly goesOn: readonly Readonly<Record<string, string>>[];
  readonly survives: boolean;
  readonly told: readonly string[];
}

export const from = (address: string, more: Readonly<Record<string, string>> = {}) => ({
  'x-forwarded-for': address,
  ...more,
});

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'the same phone from 4G to Wi-Fi',
    begins: from('203.0.113.9', { 'user-agent': CHROME_ON_ANDROID }),
    goesOn: [from('198.51.100.20', { 'user-agent': CHROME_ON_ANDROID })],
    survives: true,
    told: ['session_address_changed'],
  },
  {
    name: 'a phone that hops between networks every few minutes',
    begins: from('203.0.113.9', { 'user-agent': CHROME_ON_ANDROID, 'cf-ipcountry': 'MY' }),
    goesOn: [1, 2, 3, 1, 2, 3].map((hop) =>
      from(`198.51.10${hop}.7`, { 'user-agent': CHROME_ON_ANDROID, 'cf-ipcountry': 'MY' }),
    ),
    survives: true,
    told: ['session_address_changed', 'session_address_changed', 'session_address_changed'],
  },
  {
    name: 'a dual-stack client that alternates',
    begins: from('203.0.113.9'),
    goesOn: [
      from('2001:db8:1:2::5'),
      from('203.0.113.9'),
      from('2001:db8:1:2::9'),
      from('203.0.113.9'),
    ],
    survives: true,
    told: ['session_address_changed'],
  },
  {
    name: 'a corporate proxy with a pool of addresses in one network',
    begins: from('203.0.113.9'),
    goesOn: [10, 77, 150, 254].map((host) => from(`203.0.113.${host}`)),
    survives: true,
    told: [],
  },
  {
    name: 'a corporate proxy with a pool of twelve networks',
    begins: from('203.0.113.9'),
    goesOn: Array.from({ length: 12 }, (_, network) => from(`198.51.${network}.1`)),
    survives: true,
    told: Array.from({ length: 12 }, () => 'session_address_changed'),
  },
  {
    name: 'a phone that asks for the desktop page',
    begins: from('203.0.113.9', { 'user-agent': CHROME_ON_ANDROID }),
    goesOn: [from('203.0.113.9', { 'user-agent': CHROME_DESKTOP_MODE })],
    survives: true,
    told: ['session_address_changed'],
  },
  {
    name: 'a cookie stolen to another country and another browser',
    begins: from('203.0.113.9', { 'cf-ipcountry': 'MY' }),
    goesOn: [from('198.51.100.20', { 'user-agent': CHROME_ON_WINDOWS, 'cf-ipcountry': 'RU' })],
    survives: false,
    told: ['session_challenged'],
  },
  {
    name: 'a cookie stolen to another browser behind the same router',
    begins: from('203.0.113.9'),
    goesOn: [from('203.0.113.9', { 'user-agent': CHROME_ON_WINDOWS })],
    survives: false,
    told: ['session_challenged'],
  },
  {
    name: 'a cookie stolen to another country with the same browser',
    begins: from('203.0.113.9', { 'cf-ipcountry': 'MY' }),
    goesOn: [from('198.51.100.20', { 'cf-ipcountry': 'RU' })],
    survives: false,
    told: ['session_challenged'],
  },
  {
    name: 'a cookie stolen from a desk to a phone with the same browser, behind the same router',
    begins: from('203.0.113.9', { 'user-agent': CHROME_ON_WINDOWS }),
    goesOn: [from('203.0.113.9', { 'user-agent': CHROME_ON_ANDROID })],
    survives: false,
    told: ['session_challenged'],
  },
  {
    name: 'a cookie used by a script',
    begins: from('203.0.113.9'),
    goesOn: [from('203.0.113.9', { 'user-agent': 'curl/8.5.0' })],
    survives: false,
    told: ['session_challenged'],
  },
  {
    name: 'a film in a page, and a download, by other programs of the phone',
    begins: from('203.0.113.9', { 'user-agent': CHROME_ON_ANDROID }),
    goesOn: [
      from('203.0.113.9', { 'user-agent': 'stagefright/1.2 (Linux;Android 14)' }),
      from('203.0.113.9', {
        'user-agent': 'AndroidDownloadManager/14 (Linux; U; Android 14; Pixel 8 Build/UP1A)',
      }),
      from('203.0.113.9', { 'user-agent': CHROME_ON_ANDROID }),
    ],
    survives: true,
    told: [],
  },
  {
    name: 'Safari that asks for the desktop page, and back',
    begins: from('203.0.113.9', { 'user-agent': SAFARI_ON_IPHONE }),
    goesOn: [
      from('203.0.113.9', { 'user-agent': SAFARI_ON_MAC }),
      from('203.0.113.9', { 'user-agent': SAFARI_ON_IPHONE }),
    ],
    survives: true,
    told: ['session_address_changed'],
  },
  {
    name: 'a cookie and its user agent stolen to Tor',
    begins: from('203.0.113.9', { 'cf-ipcountry': 'MY' }),
    goesOn: [from('198.51.100.20', { 'cf-ipcountry': 'T1' })],
    survives: false,
    told: ['session_challenged'],
  },
  {
    name: 'a cookie and its user agent stolen within the country, to a host of servers',
    begins: from('203.0.113.9', { 'cf-ipcountry': 'MY' }),
    goesOn: [from('192.0.2.20', { 'cf-ipcountry': 'MY' })],
    survives: false,
    told: ['session_challenged'],
  },
  {
    name: 'one address in both notations of IPv4 in IPv6',
    begins: from('203.0.113.9'),
    goesOn: [from('::ffff:203.0.113.9'), from('::ffff:cb00:7109')],
    survives: true,
    told: [],
  },
  {
    name: 'the first and the last address of an IPv4 network',
    begins: from('203.0.113.0'),
    goesOn: [from('203.0.113.255')],
    survives: true,
    told: [],
  },
  {
    name: 'the first address of the next IPv4 network',
    begins: from('203.0.113.255'),
    goesOn: [from('203.0.114.0')],
    survives: true,
    told: ['session_address_changed'],
  },
  {
    name: 'the last address of an IPv6 network',
    begins: from('2001:db8:1:2::'),
    goesOn: [from('2001:db8:1:2:ffff:ffff:ffff:ffff')],
    survives: true,
    told: [],
  },
  {
    name: 'the first address of the next IPv6 network',
    begins: from('2001:db8:1:2:ffff:ffff:ffff:ffff'),
    goesOn: [from('2001:db8:1:3::')],
    survives: true,
    told: ['session_address_changed'],
  },
];
