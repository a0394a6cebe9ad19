import type { KnownFailureReason, Refusal } from '@emas/login-guard';
import type { Texts as FrameTexts } from '../../../frame/words/en.ts';
import { enIncidents } from './incidents/en.ts';
import { enLog } from './log/en.ts';

/** The English texts of the security page; `shown` is a number or a time written for the reader. */
const security = {
  ...enIncidents,
  ...enLog,
  dimensions: {
    country: 'Country',
    reason: 'Reason',
    account: 'Account',
    prefix: 'Network',
    client: 'Program',
  },
  totals: {
    failures: 'Failed sign-ins',
    refused: 'Rejected before checking',
    accounts: 'Targeted accounts',
    prefixes: 'Networks',
    successesAfterFailures: 'Succeeded on retry',
    successes: 'Sign-ins',
  },
  totalHints: {
    failures: 'Failed attempts, including refused ones',
    refused:
      'Attempts refused without checking the password: delayed, locked, blocked, without captcha',
    accounts: 'Different accounts with failed attempts',
    prefixes: 'Different networks with failed attempts',
    successesAfterFailures:
      'Sign-ins after failures of the same account from the same network, for example after a typing mistake',
    successes: 'Attempts that succeeded',
  },
  beforeThat: (value: string) => `${value} in the period before`,
  chartTitle: 'Failed sign-ins by reason',
  chartReason: (reason: string, value: string) => `${reason}: ${value}.`,
  otherReasons: 'Other reasons',
  allReasons: 'Total',
  emptyTitle: 'No failed sign-ins in this period',
  emptyText: (successes: string) =>
    `Nobody tried a wrong password, and nothing had to be refused. Sign-ins that succeeded: ${successes}.`,
  emptyFilteredTitle: 'No failed sign-ins match these filters',
  emptyFilteredText: 'Remove a filter or choose a longer period.',

  tables: {
    reason: 'Reasons',
    account: 'Accounts',
    prefix: 'Networks',
    country: 'Countries',
    client: 'Programs',
  },
  columns: {
    failures: 'Failures',
    accounts: 'Accounts',
    prefixes: 'Networks',
    last: 'Last',
  },
  enteredNone: 'No sign-ins after failed attempts',
  enteredColumn: 'Times',
  noFailures: 'No failures',

  figures: {
    sessions: 'Sessions',
    captcha: 'Captcha',
    limits: 'Limits',
    reports: 'Browser reports',
  },
  figuresTitle: 'Other guards',
  figuresNone: {
    sessions: 'No sessions were challenged',
    captcha: 'No captcha failed',
    limits: 'No limits were exceeded',
    reports: 'No reports from browsers',
  },
  figureColumn: 'What happened',
  countColumn: 'Times',
  lastColumn: 'Last',
  events: {
    session_challenged: 'Withheld until confirmed',
    session_confirmed: 'Confirmed by its visitor',
    session_address_changed: 'Continued from another network',
    session_use_after_expire: 'Used after it had ended',
    session_expired: 'Ended by the server',
    session_write_lost: 'Could not be written',
    store_failed: 'A store shared by processes failed',
    captcha_failed: 'Captcha not passed',
    captcha_unavailable: 'Captcha provider did not answer',
    excess_rate_limit_exceeded: 'Rate limit exceeded',
    cross_site_refused: 'Refused: sent by another site',
    csp_violation: 'Page policy violated',
    browser_report: 'Reported by a browser',
  } as Readonly<Record<string, string>>,
  eventReasons: {
    idle: 'unused for too long',
    absolute: 'reached its maximum age',
    logout: 'signed out',
    renewed: 'replaced by a new one',
    binding: 'from an untrusted location',
    account_limit: 'too many for one account',
    revoked: 'ended by its owner or by staff',
    unknown: 'reason not known',
    'invalid-token': 'token is not valid',
    'missing-token': 'no token',
    replayed: 'token was used before',
    expired: 'token is too old',
    'low-score': 'score is too low',
    'wrong-action': 'token is for something else',
    'wrong-host': 'token is for another site',
    rejected: 'refused without a reason',
    capacity: 'the store was full',
    limited: 'too many without a captcha',
    'without-widget': 'without the widget',
    unavailable: 'not available',
    misconfigured: 'misconfigured',
    'over-quota': 'quota is used up',
  } as Readonly<Record<string, string>>,
  reasons: {
    wrong_password: 'Wrong password',
    unknown_account: 'Unknown account',
    wrong_second_factor: 'Wrong second factor',
    account_disabled: 'Account is disabled',
    wrong_credentials: 'Wrong name or password',
    refused_delay: 'Refused: must wait',
    refused_captcha: 'Refused: captcha needed',
    refused_lock: 'Refused: locked',
    refused_name: 'Refused: no account named',
    refused_block: 'Refused: network is blocked',
  } satisfies Readonly<Record<KnownFailureReason | `refused_${Refusal['reason']}`, string>>,

  unavailableText:
    'The database that keeps the figures does not answer. Sign-ins are still being watched; try again in a minute.',
};

export const words = { security };

/** The page's own texts, which every translation has to have. */
export type SecurityWords = typeof words;

/** What the page says: what every page does, and its own. */
export type Texts = FrameTexts & SecurityWords;
