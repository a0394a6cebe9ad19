import { durationOf } from './duration.ts';
import type { PrivacyWords } from './shape.ts';

const reachable = (email: string, phone: string | undefined): string =>
  phone === undefined ? email : `${email}, ${phone}`;

/** The English words. */
export const en: PrivacyWords = {
  list: new Intl.ListFormat('en', { type: 'conjunction' }),
  headings: {
    controller: 'Who is responsible for your data',
    kept: 'What is kept when you visit, why, and for how long',
    recipients: 'Who else receives data',
    law: 'What the law asks us to tell you',
    changes: 'What has changed',
  },
  controller: {
    responsible: (name) =>
      `${name} decides what is done with your data, and is responsible for it.`,
    address: (address) => `Address: ${address}.`,
    contact: (email, phone) => `Questions, requests and complaints: ${reachable(email, phone)}.`,
    officer: (name, email, phone) =>
      `${name ?? 'Data protection officer'}: ${reachable(email, phone)}.`,
  },
  reasons: {
    session: {
      title: 'Keeping you signed in',
      why: 'So that the site knows which session is yours, and notices when somebody else uses it.',
    },
    guessing: {
      title: 'Protecting your password',
      why: 'So that nobody can guess passwords, and you are not locked out while somebody tries.',
    },
    overload: {
      title: 'Keeping the site available',
      why: 'So that nobody overloads the site.',
    },
    robots: {
      title: 'Keeping bots out of forms',
      why: 'So that forms are filled in by people.',
    },
    consent: {
      title: 'Respecting your choices',
      why: 'So that we follow what you allowed and refused, and can prove it.',
    },
    security: {
      title: 'Finding faults and attacks',
      why: 'So that what goes wrong is found and fixed, and an attack can be followed afterwards.',
    },
    deprecation: {
      title: 'Replacing outdated interfaces',
      why: 'So that programs which call an outdated interface are known before it is switched off.',
    },
    figures: {
      title: 'Knowing how much the site is used',
      why: 'So that we know which pages are read, and how people find them.',
    },
    app: { title: 'What the site offers', why: '' },
  },
  subjects: {
    'session/cookie': 'The number of your session',
    'session/store': 'Your session',
    'session/index': 'The list of your sessions',
    'session/due': 'The list of when sessions end',
    'login-guard/counters': 'Failed sign-ins',
    'login-guard/known': 'Where an account was opened from',
    'login-guard/detectors': 'Signs of attacks on accounts',
    'login-guard/device': 'This browser as one where you signed in',
    'login-guard/blocks': 'Blocked networks',
    'login-review/incidents': 'Attacks on accounts',
    'login-review/changes': 'What was done about an attack',
    'rate-limit': 'The number of requests',
    'captcha/widget': 'The check that you are not a bot',
    'captcha/check': 'The request to confirm that check',
    'captcha/used': 'Checks that were used',
    'captcha/share': 'Forms that were sent without the check',
    'consent/choice': 'Your choice about privacy',
    'consent-records/receipts': 'Receipts of choices',
    'analytics/visits': 'Visits that are under way',
    'analytics/open': 'Page views of today and yesterday',
    'analytics/closing': 'Page views that are being made into totals',
    'analytics/figures': 'Figures of days that are over, by page, source and the like',
    'analytics/totals': 'The totals of each day',
    'analytics/fresh': 'Figures of today and yesterday',
    'log/update': 'The log of updates',
    'log/auth': 'The log of sign-ins',
    'log/session': 'The log of sessions that began and ended',
    'log/consent': 'The log of choices',
    'log/error': 'The log of errors',
    'log/deprecated': 'The log of calls to outdated interfaces',
    'log/access': 'The log of requests',
    'log/client': 'The log of what browsers report and of what was refused',
    'log/system': 'The log of the site itself',
    'log/to': 'The lines of the log',
    'log-counts/events': 'Counts of events, by the hour',
    'log-counts/lines': 'The lines of the log, in the database as well',
    waiting: 'Data that waits for the database',
    rejected: 'Data that the database rejected',
    'deprecation/ledger': 'Which programs call outdated interfaces',
    'request-context/clients': 'Kinds of browsers that were seen',
  },
  data: {
    address: 'the address of your connection (IP address)',
    network: 'the network of your connection (many households share it)',
    country: 'the country',
    agent: 'how your browser describes itself',
    client: 'the kind of browser, system and device',
    'account-name': 'the name that was typed to sign in',
    account: 'a code in place of the account name',
    place: 'a code of account and network that reveals neither',
    password: 'a code in place of a wrong password',
    session: 'a code in place of the session number',
    token: 'a random number',
    choice: 'what was allowed and refused',
    receipt: 'the number of the receipt',
    'visitor-key': 'a code in place of the visitor (its key is destroyed after the next day)',
    page: 'the page (names and numbers masked)',
    source: 'the site or campaign that led there',
    behaviour: 'how you move and type on that form',
    'app-data': 'what the site itself notes',
    'app-hash': 'a code in place of an account or a key',
    program: 'the program',
    error: 'what went wrong',
    attempts: 'how often and how it ended',
    moment: 'the time',
    hour: 'the hour',
    day: 'the day',
    figures: 'totals that are about nobody',
  },
  places: {
    cookie: 'in a cookie of your browser',
    storage: 'in your browser’s storage',
    memory: 'in the memory of our server',
    redis: 'in the shared memory of our servers (Redis)',
    store: 'in the session store of our servers',
    table: 'in our database',
    file: 'in a file on our server',
    recipient: 'sent on',
  },
  readers: {
    app: 'nobody, only the site’s software',
    security: 'the security team',
    developers: 'developers',
    marketing: 'people who read the figures',
    recipient: 'the recipient',
  },
  kept: {
    duration: durationOf({
      year: ['year', 'years'],
      month: ['month', 'months'],
      day: ['day', 'days'],
      hour: ['hour', 'hours'],
      minute: ['minute', 'minutes'],
      second: ['second', 'seconds'],
    }),
    until: {
      process: 'At most until the server restarts.',
      browser: 'Until you close the browser.',
      sent: 'Up to a minute, and longer while the server or the database is away.',
      'taken back': 'Until somebody removes it.',
      recipient: 'For as long as the recipient says.',
      never: 'Permanently.',
    },
    after: {
      written: (duration) => `For ${duration}.`,
      'last use': (duration) => `For ${duration} after the last use.`,
      'last line': (duration) => `For ${duration} after the last line of its file.`,
      day: (duration) => `For ${duration} after the day it is about.`,
    },
    most: (duration) => `Never longer than ${duration}.`,
    mark: (duration) => `For another ${duration} we keep only that it ended, and why.`,
    exempt: {
      proof: 'It stays if you ask us to erase your data, as it proves what you agreed to.',
      incident: 'It stays if you ask us to erase your data, as it records an attack.',
    },
  },
  sentence: (place, data, when) =>
    data === '' ? `${place}. ${when}` : `${place}: ${data}. ${when}`,
  purpose: (why) => `for “${why}”`,
  recipients: {
    none: 'Nobody outside receives any data.',
    other: (who, subject, data) => `${who}. ${subject}: ${data}.`,
    own: (name, data) => `Our own system “${name}” receives the lines of the log: ${data}.`,
    policy: (name) => `How ${name} handles your data`,
  },
  lawIntro:
    'Section 7(1) of the Personal Data Protection Act 2010 names eight things. Here they are in plain words.',
  items: {
    data: {
      heading: 'What we hold about you',
      body: () => 'When you visit: what is listed above.',
    },
    purposes: {
      heading: 'What it is for',
      body: ({ reasons }) => `The reasons are the headings above: ${reasons}.`,
    },
    source: {
      heading: 'Where it comes from',
      body: () => 'From your browser, which sends it with each request, and from what you type.',
    },
    rights: {
      heading: 'Your right to see and correct it, and how to reach us',
      body: ({ controller: { email } }) =>
        `You may ask for a copy of your data, have mistakes corrected, have it erased, and have it sent to somebody else. We answer within 21 days. Write to ${email}.`,
    },
    disclosure: {
      heading: 'Who else receives it',
      body: ({ recipients }) =>
        recipients === ''
          ? 'Nobody outside receives any of what is kept when you visit.'
          : `Of what is kept when you visit: ${recipients}, as listed above.`,
    },
    choices: {
      heading: 'How you can limit it',
      body: ({ asksConsent }) =>
        asksConsent
          ? 'What you are asked about is off until you allow it, and you can change your mind at any time. The rest of what is listed above happens without asking: to let the site work, to keep it safe, and to count how it is used.'
          : 'What is listed above happens without asking: to let the site work, to keep it safe, and to count how it is used.',
    },
    duty: {
      heading: 'What you must give and what is optional',
      body: () => 'Reading the site needs no details at all. Fields marked optional are voluntary.',
    },
    refusal: {
      heading: 'What happens if you do not',
      body: () =>
        'We cannot do what a form is for without the details that it asks for. Nothing else changes for you.',
    },
  },
  changes: {
    since: (day) => `In force since ${day}.`,
    first: 'This is the first version of this notice.',
    added: (what) => `New: ${what}.`,
    removed: (what) => `No longer kept: ${what}.`,
    more: (what, data) => `${what} now also holds ${data}.`,
    less: (what, data) => `${what} no longer holds ${data}.`,
    kept: (what, now, before) => `${what}: ${now} Before: ${before}`,
    use: (what) => `The description of this has changed: ${what}.`,
    controller:
      'The company that is responsible, its contact details, or the text about forms has changed.',
  },
  record: {
    title: 'Record of processing',
    caption: (reason) => reason,
    heads: {
      place: 'Place',
      name: 'Name',
      data: 'Data',
      kept: 'Kept',
      readers: 'Read by',
      recipient: 'Goes to',
    },
  },
};
