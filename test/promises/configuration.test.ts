import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { expect, it, test } from '@jest/globals';
import { boundServer, crossSiteCheck } from '@emas/hardening';
import { resolveOptions as analytics } from '../../packages/analytics/src/options.ts';
import { resolveOptions as captcha } from '../../packages/captcha/src/options.ts';
import { resolveOptions as consent } from '../../packages/consent/src/options.ts';
import { resolveOptions as deprecations } from '../../packages/deprecation/src/options.ts';
import { resolveOptions as hardening } from '../../packages/hardening/src/options.ts';
import { resolveRateLimit as rateLimit } from '../../packages/hardening/src/rate-limit/options.ts';
import { resolveOptions as logger } from '../../packages/logging/src/options.ts';
import { resolveOptions as loginGuard } from '../../packages/login-guard/src/options.ts';
import { resolveOptions as privacy } from '../../packages/privacy/src/options.ts';
import { resolveOptions as requestContext } from '../../packages/request-context/src/options.ts';
import { resolveOptions as session } from '../../packages/session/src/options.ts';
import { VARIABLES } from '../../packages/suite/src/settings/environment.ts';
import { parseSuiteOptions as suite } from '../../packages/suite/src/settings/schema.ts';
import { optionDocs } from './option-docs.ts';
import type { OptionDoc } from './option-docs.ts';

/* docs/configuration.md has each option that the schemas take, and none besides. UPDATE=1 writes it anew. */

const ROOT = new URL('../../', import.meta.url);
const DOCUMENT = new URL('docs/configuration.md', ROOT);

/** Options of one call, or of one object within them. */
interface Section {
  readonly title: string;
  readonly about: string;
  readonly docs: readonly (readonly [file: string, name: string])[];
  /** Checks options as the app's start does. */
  readonly check: (options: never) => unknown;
  /** Where the object stands in the call's options. */
  readonly path?: string;
  /** Left out: the suite gives them, or they are for tests. */
  readonly without?: readonly string[];
  /** Taken over from somewhere else, where they are described. */
  readonly others?: readonly string[];
}

const GIVEN = ['app', 'redis', 'prefix', 'events', 'now'];
const EXPRESS_SESSION = [
  ...['cookie', 'genid', 'name', 'key', 'proxy'],
  ...['resave', 'rolling', 'saveUninitialized', 'unset'],
];
const SUITE = 'packages/suite/src/options.ts';
const SECTIONS: readonly Section[] = [
  {
    title: 'suite(options)',
    about: 'All of it, for one app. The options of a part stand under its name.',
    docs: [[SUITE, 'SuiteOptions']],
    check: suite,
  },
  {
    title: 'clickhouse',
    about: 'A ClickHouse server in place of the embedded engine.',
    docs: [[SUITE, 'ClickHouseSettings']],
    check: suite,
    path: 'clickhouse',
  },
  {
    title: 'dashboards',
    about: 'The pages for marketing, security and developers.',
    docs: [
      [SUITE, 'DashboardSettings'],
      ['dashboards/frame/server/options.ts', 'FrameOptions'],
    ],
    check: suite,
    path: 'dashboards',
    without: ['app', 'timeZone', 'events'],
  },
  {
    title: 'shutdown',
    about: 'How the app ends.',
    docs: [[SUITE, 'ShutdownSettings']],
    check: suite,
    path: 'shutdown',
  },
  {
    title: 'requestContext',
    about: 'Who asks: address, client, country.',
    docs: [['packages/request-context/src/options.ts', 'RequestContextOptions']],
    check: requestContext,
    without: GIVEN,
  },
  {
    title: 'hardening',
    about: 'Policy, headers and bounds.',
    docs: [['packages/hardening/src/options.ts', 'HardeningOptions']],
    check: hardening,
    without: GIVEN,
  },
  {
    title: 'hardening.needs',
    about:
      'What pages need besides the site’s own files; the same in `needOnPage(res, needs)` for one page.',
    docs: [['packages/page/src/page-needs.ts', 'PageNeeds']],
    check: hardening,
    path: 'needs',
  },
  {
    title: 'session',
    about:
      'Beside these the options of express-session: `cookie`, `genid`, `name`, `proxy`, `resave`, `rolling`, `saveUninitialized`, `unset`.',
    docs: [['packages/session/src/options.ts', 'SessionOptions']],
    check: session,
    without: [...GIVEN, 'secret'],
    others: EXPRESS_SESSION,
  },
  {
    title: 'session.binding',
    about: 'What becomes of a session that comes from elsewhere.',
    docs: [['packages/session/src/binding/options.ts', 'BindingOptions']],
    check: (options: object) => session({ secret: 's'.repeat(32), ...options }),
    path: 'binding',
  },
  {
    title: 'consent',
    about: 'What the site asks consent for.',
    docs: [['packages/consent/src/options.ts', 'ConsentOptions']],
    check: consent,
    without: [...GIVEN, 'key', 'policyFile'],
  },
  {
    title: 'analytics',
    about: 'Figures of page views.',
    docs: [['packages/analytics/src/options.ts', 'AnalyticsOptions']],
    check: analytics,
    without: [...GIVEN, 'client', 'timeZone', 'spool', 'cluster'],
  },
  {
    title: 'log',
    about: 'The log: files, receivers, what is masked.',
    docs: [['packages/logging/src/options.ts', 'LoggerOptions']],
    check: logger,
    without: [...GIVEN, 'version', 'folder', 'key'],
  },
  {
    title: 'logins',
    about: 'The login guard; the same in `emas.loginGuard(options)` for one route.',
    docs: [['packages/login-guard/src/options.ts', 'LoginGuardOptions']],
    check: loginGuard,
    without: [...GIVEN, 'key', 'file', 'review', 'captcha'],
  },
  {
    title: 'captcha',
    about: 'A captcha’s provider and keys.',
    docs: [['packages/captcha/src/options.ts', 'CaptchaOptions']],
    check: captcha,
    without: GIVEN,
  },
  {
    title: 'privacy',
    about: 'Who answers for the data, in the privacy notice.',
    docs: [
      ['packages/privacy/src/options.ts', 'Controller'],
      ['packages/privacy/src/options.ts', 'PrivacyOptions'],
    ],
    check: privacy,
    without: [...GIVEN, 'keeps', 'file'],
  },
  {
    title: 'deprecations',
    about: 'The ledger of outdated API use.',
    docs: [['packages/deprecation/src/options.ts', 'DeprecationsOptions']],
    check: deprecations,
    without: [...GIVEN, 'version', 'key'],
  },
  {
    title: 'emas.rateLimit(options)',
    about: 'A limit on a route.',
    docs: [['packages/hardening/src/rate-limit/options.ts', 'RateLimitOptions']],
    check: rateLimit,
    without: GIVEN,
  },
  {
    title: 'crossSiteCheck(options)',
    about: 'Of `@emas/hardening`: what other sites’ pages may not send.',
    docs: [['packages/hardening/src/cross-site.ts', 'CrossSiteOptions']],
    check: crossSiteCheck,
    without: ['events'],
  },
  {
    title: 'emas.serve(server, bounds)',
    about: 'How long a server of your own waits.',
    docs: [['packages/hardening/src/server-bounds.ts', 'ServerBounds']],
    check: (bounds) => boundServer(createServer(), bounds),
  },
];

/** Far from any name that there is, so that the fault lists them all. */
const UNKNOWN = 'zzzzzzzzzzzzzzzz';

/** The options that a schema takes, as its own fault says. */
function taken({ check, path }: Section): string[] {
  const inner = { [UNKNOWN]: 1 };
  try {
    // Whatever it takes, it does not take this.
    check((path === undefined ? inner : { [path]: inner }) as never);
  } catch (error) {
    const [, names = ''] =
      new RegExp(`${UNKNOWN}", expected one of ([\\w, ]+)`).exec(String(error)) ?? [];
    return names.split(', ');
  }
  return [];
}

function docsOf(section: Section): OptionDoc[] {
  const all = section.docs.flatMap(([file, name]) => optionDocs(new URL(file, ROOT), name));
  const known = taken(section);
  const isFirst = ({ name }: OptionDoc, at: number): boolean =>
    all.findIndex((other) => other.name === name) === at;
  // Of the frame's options the suite takes some, and describes one itself.
  return section.docs.length > 1
    ? all.filter((doc, at) => known.includes(doc.name) && isFirst(doc, at))
    : all;
}

test.each(SECTIONS)('$title: what is written down is what is taken', (section) => {
  const { others = [] } = section;
  const names = docsOf(section).map(({ name }) => name);
  const known = taken(section).filter((name) => !others.includes(name));
  expect(names.toSorted()).toEqual(known.toSorted());
});

test.each(SECTIONS)('$title: each option says what it means', (section) => {
  const { without = [] } = section;
  const silent = docsOf(section).filter(
    ({ name, meaning, standard }) => !without.includes(name) && meaning === '' && standard === '',
  );
  expect(silent.map(({ name }) => name)).toEqual([]);
});

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** What has a section of its own is described there. */
function typeCell(name: string, type: string): string {
  const own = SECTIONS.find(({ title }) => title === name);
  if (own === undefined || /^(?:string|number|boolean)/.test(type)) return `\`${cell(type)}\``;
  const orFalse = type.endsWith('| false') ? ' or `false`' : '';
  return `[object](#${name.toLowerCase()})${orFalse}`;
}

function tableOf(section: Section): string {
  const { without = [] } = section;
  const rows = docsOf(section)
    .filter(({ name }) => !without.includes(name))
    .map(({ name, type, meaning, standard }) => {
      const initial = standard === '' ? '' : cell(standard);
      return `| \`${name}\` | ${typeCell(name, type)} | ${initial} | ${cell(meaning)} |`;
    });
  return ['| option | type | default | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function variablesTable(): string {
  const rows = Object.entries(VARIABLES).map(
    ([name, { option, secret, alias }]) =>
      `| \`${name}\` | \`${option}\` | ${secret === true ? `\`${name}_FILE\`` : ''} | ${alias === undefined ? '' : `\`${alias}\``} |`,
  );
  const head = '| variable | option | or in a file | also read |\n| --- | --- | --- | --- |';
  return `${head}\n${rows.join('\n')}`;
}

function page(): string {
  const parts = SECTIONS.map(
    (section) => `## \`${section.title}\`\n\n${section.about}\n\n${tableOf(section)}`,
  );
  return [
    '# Configuration',
    'Every option of the suite and its parts, made from the code. A wrong option stops the start with an error that names it, what was expected and what was received; all faults are told at once. `emas config check` does the same without a start.',
    'Times are milliseconds. What the suite itself gives to a part (`app`, `redis`, `events` and so on) is not listed.',
    '## Environment variables',
    'A variable wins over the option in the code. An empty one counts as not set. A secret can be in a file that `NAME_FILE` names.',
    variablesTable(),
    ...parts,
    '',
  ].join('\n\n');
}

/** As the formatter leaves it, which aligns columns. */
const plain = (text: string): string =>
  text
    .replace(/ *\| */g, '|')
    .replace(/-{3,}/g, '---')
    .replace(/\n+/g, '\n')
    .trim();

it('docs/configuration.md is made from the code', () => {
  if (process.env['UPDATE'] === '1') writeFileSync(DOCUMENT, page());
  const written = existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : '';
  expect(plain(written)).toBe(plain(page()));
});
