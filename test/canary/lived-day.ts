import type { Person, Visitor } from './visitor.ts';

/** What nobody is to find again: it was typed, sent along or guessed. */
export const SECRETS = {
  password: 'Kata-Laluan-Kanari-77',
  wrongPassword: 'Salah-Kanari-78',
  identityCard: '850505-10-5555',
  mail: 'kanari.user@mail.example',
  bankAccount: '7712 3456 7890',
  phone: '012-998 8776',
  message: 'Kanari berkicau di dahan',
  patient: 'Kanari binti Burung',
  receipt: 'kanari-on-the-receipt',
  receiptName: 'kanari-resit.pdf',
  query: 'kanari-query-token-9931',
  key: 'kanari-api-key-4417',
} as const;

/** The referrer's host and the campaign are counted; its path is not. */
export const SOURCE = { host: 'kanari-news.example', campaign: 'kanari-spring' } as const;
/** What the app itself writes into its log. */
export const NOTE = 'kanari-note-of-the-app';

const AGENT =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 KanariUA/9.31';
const REFERRER = `https://${SOURCE.host}/secret/kanari-path?mail=${SECRETS.mail}`;

export const MEMBER = { username: 'demo', password: 'selamat-datang' };
/** No such account. */
export const STRANGER = 'kanari-typed-name';

export const PEOPLE = {
  member: { address: '203.0.113.199', agent: AGENT, referrer: REFERRER },
  ipv6: { address: '2001:db8:77:1:aaaa:bbbb:cccc:dd99', agent: AGENT, referrer: REFERRER },
  guesser: { address: '203.0.113.201', agent: AGENT, referrer: REFERRER },
} as const satisfies Record<string, Person>;

const PATHS = ['/', '/clinics', '/claims/new', '/guarantee-letters/new', '/support', '/login'];

/** Somebody looks at everything in both languages, and chooses. */
export async function looksAround(visitor: Visitor): Promise<void> {
  await visitor.open('/');
  for (const language of ['en', 'ms']) {
    for (const path of [...PATHS, '/privacy', '/no-such-page']) {
      await visitor.open(
        `/${language}${path}?token=${SECRETS.query}&utm_campaign=${SOURCE.campaign}`,
      );
    }
  }
}

/** The form on a page. @returns The value of one of its hidden fields. */
function fieldOf(page: string, name: string): string {
  const pattern = new RegExp(`name="${name.replaceAll('.', String.raw`\.`)}" value="([^"]*)"`);
  return pattern.exec(page)?.[1] ?? '';
}

/** @returns Numbers of receipts that are told. */
export async function chooses(
  visitor: Visitor,
  choice: 'refuse' | 'accept',
): Promise<readonly string[]> {
  const form = await visitor.open('/en');
  const fields = { fingerprint: fieldOf(form, 'fingerprint'), return: '/en', choice };
  const to = await visitor.submit('/emas/consent', fields);
  const page = to.startsWith('/') ? await visitor.open(to) : to;
  return receiptsIn(page);
}

function receiptsIn(page: string): readonly string[] {
  return [...page.matchAll(/(?:[\dA-Z]{4}-){3}[\dA-Z]{4}/g)].map(([receipt]) => receipt);
}

/** A claim with a fault, and then the claim. @returns Numbers of receipts. */
export async function sendsForms(visitor: Visitor): Promise<readonly string[]> {
  const form = await visitor.open('/en/claims/new');
  const claim = {
    patient: SECRETS.patient,
    identityCard: SECRETS.identityCard,
    policyNumber: 'EM-2048-7731',
    clinic: 'Klinik Kanari',
    treatment: 'dental',
    visitDate: new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10),
    amount: 'RM 85.50',
    bank: 'Bank Contoh',
    bankAccount: SECRETS.bankAccount,
    email: SECRETS.mail,
    'explicit.health.policy': fieldOf(form, 'explicit.health.policy'),
    'explicit.health.language': 'en',
    'explicit.health.by': 'self',
  };
  await visitor.submit('/en/claims/new', claim);
  const agreed = { ...claim, 'explicit.health': 'yes' };
  const receipts = { name: SECRETS.receiptName, content: `%PDF-1.7\n${SECRETS.receipt}` };
  const to = await visitor.submitWithFiles('/en/claims/new', agreed, { receipts });
  const page = await visitor.open(to);
  await visitor.submit('/en/support', { topic: 'other', message: '' });
  await visitor.submit('/en/support', {
    topic: 'other',
    name: SECRETS.patient,
    email: SECRETS.mail,
    message: SECRETS.message,
  });
  return receiptsIn(page);
}

/** What programs and strangers do: an outdated API, an error, a form of another site, a report of a browser. */
export async function troubles(visitor: Visitor): Promise<void> {
  const secret = { 'X-Api-Key': SECRETS.key, Authorization: `Bearer ${SECRETS.key}` };
  await visitor.open('/api/v1/clinics', secret);
  await visitor.open('/api/v2/clinics', secret);
  await visitor.open(`/api/fault?token=${SECRETS.query}`);
  await visitor.submit('/en/support', { message: SECRETS.message }, 'cross-site');
}

/** Guesses until the guard refuses. */
export async function guesses(visitor: Visitor, username: string, times: number): Promise<void> {
  for (let attempt = 0; attempt < times; attempt += 1) {
    const password = `${SECRETS.wrongPassword}${attempt}`;
    await visitor.submit('/en/login', { username, password });
  }
}
