import type { Texts as FrameTexts } from '../../../frame/words/en.ts';
/** The English texts of the developer page; `shown` is a number or a time written for the reader. */
const developers = {
  unavailableText:
    'The server that keeps the figures does not answer. Nothing is lost by that; try again in a minute.',
  incomplete: 'Not everything could be read: figures may be too low, and older entries missing.',
  running: (version: string, node: string) =>
    version === '' ? `Node.js ${node}` : `Version ${version} on Node.js ${node}`,
  totals: {
    called: 'Deprecated, still called',
    removable: 'Safe to remove',
    errors: 'Kinds of errors',
    newErrors: 'New errors',
    updates: 'Updates',
    troubled: 'Pipelines in trouble',
  },

  deprecated: 'Deprecated endpoints',
  deprecatedNone: 'Nothing is deprecated',
  deprecatedNoneText: 'Declare an endpoint deprecated and it shows up here with its callers.',
  deprecatedColumns: {
    endpoint: 'Endpoint',
    calls: 'Calls in the period',
    seen: 'Last call',
    sunset: 'Sunset',
    safe: 'Safe to remove?',
  },
  codeFunction: 'Function in code',
  since: (day: string) => `deprecated since ${day}`,
  successor: (endpoint: string) => `use ${endpoint} instead`,
  inAll: (shown: string) => `${shown} in all`,
  neverCalled: 'never',
  firstCall: (time: string) => `first ${time}`,
  daysLeft: (count: number, shown: string) => `${days(count, shown)} left`,
  daysOver: (count: number, shown: string) => `${days(count, shown)} over`,
  sunsetToday: 'today',
  noSunset: 'not set',
  safe: 'Yes',
  notSafe: 'No',
  because: {
    neverCalled: (count: number, shown: string) =>
      `nobody has called it in ${days(count, shown)} of watching`,
    quiet: (count: number, shown: string) => `the last call was ${days(count, shown)} ago`,
    stillCalled: (clients: number, shown: string, within: string, busiest: string) =>
      `${shown} client${clients === 1 ? '' : 's'} called it in the last ${within} days, most often ${busiest}`,
    sunsetPassed: 'although its sunset has passed',
    watchedTooShort: (count: number, shown: string, wanted: string, until: string) =>
      `watched for ${days(count, shown)} without a call; ${wanted} are needed, until ${until}`,
    pausesFor: (client: string, count: number, shown: string, until: string) =>
      `${client} has paused for ${days(count, shown)} before: wait until ${until}`,
    calledOnce: (client: string, until: string) =>
      `${client} called on one day only and may call once a year: wait until ${until}`,
    codeCalls: 'code still calls it',
  },
  clients: (count: number, shown: string) => `${shown} client${count === 1 ? '' : 's'}`,
  clientsOf: (endpoint: string) => `Clients of ${endpoint}`,
  clientColumns: {
    client: 'Client',
    kind: 'Known by',
    calls: 'Calls',
    first: 'First call',
    last: 'Last call',
    versions: 'App versions',
  },
  clientKinds: {
    key: 'API key',
    account: 'account',
    family: 'program',
    code: 'code',
    other: 'others',
  } as Readonly<Record<string, string>>,

  errors: 'Unhandled errors',
  errorsNone: 'No unhandled errors in this period',
  errorsNoneText: 'Everything that failed was dealt with by the app itself.',
  isNew: 'New',
  isNewHint: 'Came for the first time in this period',
  unnamedError: 'Error without a name',
  times: (count: number, shown: string) => `${shown} time${count === 1 ? '' : 's'}`,
  errorSeen: (first: string, last: string) => `first ${first}, last ${last}`,
  errorStatus: (status: string) => `answered ${status}`,
  fingerprint: (hash: string) => `Fingerprint ${hash}`,
  stack: 'Stack',
  stackOf: (name: string) => `Stack of ${name}`,
  noStack: 'The lines that this machine keeps have no stack of it.',

  trend: (what: string, sum: string, highest: string, when: string) =>
    `${what} over time: ${sum} in all, most at ${when} with ${highest}`,
  trendNone: (what: string) => `${what} over time: none`,
  calls: 'Calls',
  occurrences: 'Errors',

  updates: 'Updates',
  updatesNone: 'No updates in this period',
  updateWords: {
    versions_recorded: (_name: string, _from: string, to: string) =>
      to === '' ? 'Versions recorded for the first time' : `Versions recorded, app ${to}`,
    app_updated: (_name: string, from: string, to: string) => `App updated from ${from} to ${to}`,
    node_updated: (_name: string, from: string, to: string) =>
      `Node.js updated from ${from} to ${to}`,
    package_added: (name: string, _from: string, to: string) => `${name} ${to} added`,
    package_updated: (name: string, from: string, to: string) =>
      `${name} updated from ${from} to ${to}`,
    package_removed: (name: string, from: string) => `${name} ${from} removed`,
    updates_unreadable: () => 'The record of versions could not be read',
  },

  blocked: 'Blocked, or would be',
  blockedNone: 'Nothing was blocked in this period',
  blockedNoneText:
    'No page did what its policy forbids, and no request was over a bound or a limit.',
  blockedAdvice:
    'Browsers report what a page loads, and anybody can send a report: allow only what you know.',
  blockedColumns: {
    what: 'What',
    state: 'State',
    times: 'Times',
    allowedBy: 'Allowed by',
    where: 'Page or path',
    last: 'Last time',
  },
  blockedStates: { blocked: 'Blocked', letThrough: 'Let through' },
  remedies: {
    set: '',
    nonce: 'the nonce on the tag, or its hash in',
    rewrite: 'moving it from the attribute into a file',
    library: 'a library with Trusted Types, named in',
    none: 'no option',
  },
  elsewhere: (count: number, shown: string) => `and ${shown} other${count === 1 ? '' : 's'}`,

  pipelines: 'Pipelines',
  pipelinesNone: 'No pipelines are watched',
  pipelinesWell: (count: number, shown: string) =>
    count === 1
      ? 'The one pipeline runs: everything arrives'
      : `All ${shown} pipelines run: everything arrives`,
  pipelinesRest: (count: number, shown: string) =>
    count === 1 ? '1 other pipeline runs well' : `${shown} other pipelines run well`,
  pipelineColumns: {
    name: 'Pipeline',
    state: 'State',
    queued: 'In memory',
    spooled: 'On disk',
    sent: 'Sent',
    parked: 'Rejected',
    dropped: 'Lost',
  },
  pipelineNames: {
    clickhouse: 'ClickHouse',
    redis: 'Redis',
    traffic: 'Traffic',
    log: 'Log',
    logins: 'Sign-ins',
    consent: 'Consent',
  } as Readonly<Record<string, string>>,
  pipelineKinds: {
    engine: 'embedded engine',
    server: 'server',
    store: 'shared store',
    figures: 'figures',
    file: 'file',
    receiver: 'receiver',
  },
  pipelineStates: {
    ok: 'Running',
    opening: 'Starting',
    dropping: 'Losing',
    away: 'Away',
    unwritable: 'Not writable',
    filling: 'Filling up',
    waiting: 'Waiting',
    parked: 'Rejected rows',
  },
  pipelineStateHints: {
    ok: 'everything arrives',
    opening: 'it opens its tables; rows wait until then',
    dropping: 'something was lost in the last few minutes',
    away: 'it does not answer',
    unwritable: 'it answers, but takes no writes',
    filling: 'over half of its limit on disk is used; at the limit, the oldest rows are lost',
    waiting: 'rows have waited for more than a minute; they are sent later',
    parked: 'ClickHouse rejected rows, which are kept: correct the cause, then run',
  },
  answers: 'it answers',
  fileUnwritable: 'the file cannot be written; lines wait in memory',
  degradedSince: (time: string) => `since ${time}`,
  losses: (count: number, shown: string) =>
    `stopped ${count === 1 ? 'once' : `${shown} times`} since the app started`,
  spoolUsed: (share: string) => `${share} of the limit`,
  oldestRow: (time: string) => `oldest row: ${time}`,
  fault: (text: string) => `Fault: ${text}`,
  dropReasons: {
    memory_full: 'no room in memory',
    spool_full: 'no room on disk',
    spool_damaged: 'damaged on disk',
    rejected: 'refused by the other side',
    closed: 'came after closing',
    unserialisable: 'could not be written down',
    dropped: 'not delivered',
  } as Readonly<Record<string, string>>,
};

function days(count: number, shown: string): string {
  return count === 1 ? `${shown} day` : `${shown} days`;
}

export const words = { developers };

/** The page's own texts, which every translation has to have. */
export type DevelopersWords = typeof words;

/** What the page says: what every page does, and its own. */
export type Texts = FrameTexts & DevelopersWords;
