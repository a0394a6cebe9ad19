import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { KeptPlace } from '@emas/data-map';
import { createEventBus } from '@emas/events';
import type { EmasEvent } from '@emas/events';
import { ITEMS, privacy } from '@emas/privacy';
import type { Privacy, PrivacyOptions } from '@emas/privacy';

const DAY = 86_400_000;

const STORE: KeptPlace = {
  id: 'session/store',
  kind: 'redis',
  where: 'emas:clinic:session:id:<hash>',
  holds: ['session', 'address'],
  reason: 'session',
  kept: { ms: 900_000, after: 'last use', most: 8 * 3_600_000, mark: 600_000 },
  readers: ['app'],
};
const CHECK: KeptPlace = {
  id: 'captcha/check',
  kind: 'recipient',
  where: 'reCAPTCHA, from the server',
  holds: ['token', 'address'],
  reason: 'robots',
  kept: { until: 'recipient' },
  readers: ['recipient'],
  recipient: { name: 'Google', country: 'US', privacy: 'https://policies.google.com/privacy' },
};
const AUTH: KeptPlace = {
  id: 'log/auth',
  kind: 'file',
  where: 'logs/auth.<slot>.<day>.<part>.log',
  holds: ['account', 'address', 'moment'],
  reason: 'security',
  kept: { ms: 90 * DAY, after: 'last line' },
  readers: ['security'],
};

let folder: string;
let events: EmasEvent[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emas-privacy-'));
  events = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

function noticeOf(places: readonly KeptPlace[], more: Partial<PrivacyOptions> = {}): Privacy {
  const bus = createEventBus();
  bus.subscribe((event) => void events.push(event));
  return privacy({
    controller: 'Klinik Contoh',
    email: 'privacy@clinic.example',
    officerEmail: 'dpo@clinic.example',
    keeps: () => places,
    file: join(folder, 'privacy.json'),
    events: bus,
    now: () => Date.parse('2026-11-28T09:00:00Z'),
    ...more,
  });
}

describe('the notice', () => {
  test('says of each place what is kept, where and for how long, in both languages', () => {
    const notice = noticeOf([STORE, AUTH]);
    expect(notice.noticeMarkdown({ language: 'en' })).toContain(
      '- **Your session**, in the shared memory of our servers (Redis): a code in place of the session number and the address of your connection (IP address). For 15 minutes after the last use. Never longer than 8 hours. For another 10 minutes we keep only that it ended, and why.',
    );
    expect(notice.noticeMarkdown({ language: 'ms' })).toContain(
      '- **Sesi anda**, dalam ingatan kongsi pelayan kami (Redis): kod yang menggantikan nombor sesi dan alamat sambungan anda (alamat IP). Selama 15 minit selepas kali terakhir digunakan. Tidak sekali-kali melebihi 8 jam.',
    );
  });

  test('has who answers, the officer, and the eight items of the law in their order', () => {
    const text = noticeOf([STORE], {
      own: { refusal: { en: 'Then we cannot help.', ms: 'Kami tidak dapat membantu.' } },
    }).noticeMarkdown({ language: 'en' });
    expect(text).toContain('Klinik Contoh decides what is done with your data');
    expect(text).toContain('Data protection officer: dpo@clinic.example.');
    const law = text.slice(
      text.indexOf('## What the law asks'),
      text.indexOf('## What has changed'),
    );
    expect(law.match(/^### .+$/gm)).toHaveLength(ITEMS.length);
    expect(law).toContain('Then we cannot help.');
  });

  test('names who else gets something, and that nobody does where nobody does', () => {
    const html = noticeOf([STORE, CHECK]).notice({ language: 'en' });
    expect(html).toContain(
      '<li data-places="captcha/check">Google, United States. The request to confirm that check: a random number and the address of your connection (IP address). <a href="https://policies.google.com/privacy" rel="noreferrer">',
    );
    const none = noticeOf([STORE]).notice({ language: 'en' });
    expect(none).toContain('Nobody outside receives any data.');
    expect(none).not.toContain('Google');
  });

  test('makes no markup of what an app calls its places', () => {
    const odd = '<img src=x onerror=alert(1)>';
    const words = { what: { en: odd, ms: odd }, why: { en: odd, ms: odd } };
    const place: KeptPlace = { ...STORE, id: `x/${odd}`, reason: 'app', words };
    expect(noticeOf([place]).notice({ language: 'en' })).not.toContain('<img');
    // A backslash before it makes it text (CommonMark, section 2.4).
    expect(noticeOf([place]).noticeMarkdown({ language: 'en' })).not.toMatch(/(?<!\\)<img/);
  });

  test('leaves what a registry says of a cookie to the part that sets it', () => {
    const own: KeptPlace = {
      ...STORE,
      id: 'session/cookie',
      kind: 'cookie',
      where: '__Host-<hash>',
    };
    const words = { what: { en: 'A', ms: 'B' }, why: { en: 'C', ms: 'D' } };
    const listed: KeptPlace = { ...own, id: 'consent/a/b/c', where: '__Host-<name>', words };
    expect(noticeOf([listed, own]).map()).toEqual([own]);
    expect(noticeOf([listed]).map()).toEqual([listed]);
    // Of another part's cookie it says nothing.
    const choice: KeptPlace = { ...own, id: 'consent/choice', where: '__Host-consent' };
    expect(noticeOf([listed, choice]).map()).toHaveLength(2);
  });

  test('tells of nobody else where the app’s own company provides a service', () => {
    const recipient = { name: 'Klinik Contoh', country: 'MY' };
    const cookie: KeptPlace = { ...STORE, kind: 'cookie', readers: ['recipient'], recipient };
    const notice = noticeOf([cookie, { ...CHECK, recipient }]);
    expect(notice.map()).toEqual([{ ...STORE, kind: 'cookie', readers: ['app'] }]);
    expect(notice.notice({ language: 'en' })).toContain('Nobody outside receives any data.');
  });
});

describe('a changed notice', () => {
  const announced = (): unknown =>
    events.filter(({ name }) => name === 'privacy_notice_changed').map(({ fields }) => fields);

  test('is told once, with each change as a sentence', () => {
    noticeOf([STORE, CHECK]).announce();
    noticeOf([STORE, CHECK]).announce();
    const longer: KeptPlace = {
      ...STORE,
      holds: ['session'],
      kept: { ms: DAY * 2, after: 'written' },
    };
    noticeOf([longer, AUTH]).announce();
    const version = expect.stringMatching(/^[\da-f]{12}$/);
    expect(announced()).toEqual([
      { version, changes: [] },
      {
        version,
        previous: version,
        changes: [
          'Your session, in the shared memory of our servers (Redis) no longer holds the address of your connection (IP address).',
          'Your session, in the shared memory of our servers (Redis): For 2 days. Before: For 15 minutes after the last use. Never longer than 8 hours. For another 10 minutes we keep only that it ended, and why.',
          'New: The log of sign-ins, in a file on our server: a code in place of the account name, the address of your connection (IP address), and the time.',
          'No longer kept: The request to confirm that check, sent on.',
        ],
      },
    ]);
  });

  test('says in the notice itself since when it is in force and what is new', () => {
    noticeOf([STORE]).announce();
    const changed = noticeOf([STORE, CHECK]);
    changed.announce();
    const text = changed.noticeMarkdown({ language: 'en' });
    expect(text).toContain('In force since 2026-11-28.');
    expect(text).toMatch(/What has changed[^]*- New: The request to confirm that check/);
  });

  test('tells a member what is new since the one that they know', () => {
    const first = noticeOf([STORE]);
    first.announce();
    const known = first.version();
    const changed = noticeOf([STORE, AUTH]);
    changed.announce();
    expect(changed.changesSince(known, { language: 'ms' })).toEqual([
      expect.stringMatching(/^Baharu: Log percubaan log masuk/),
    ]);
    expect(changed.changesSince(changed.version(), { language: 'ms' })).toEqual([]);
    expect(changed.changesSince('nobody knows it', { language: 'ms' })).toEqual([]);
  });

  test('is news to members for a month, and then is known', () => {
    noticeOf([STORE]).announce();
    let now = Date.parse('2026-12-01T09:00:00Z');
    const changed = noticeOf([STORE, AUTH], { now: () => now });
    expect(changed.news({ language: 'en' })).toBeUndefined();
    changed.announce();
    const changes = [expect.stringMatching(/^New: The log of sign-ins/)];
    expect(changed.news({ language: 'en' })).toEqual({ since: '2026-12-01', changes });
    now += 31 * DAY;
    expect(changed.news({ language: 'en' })).toBeUndefined();
  });

  test('of a controller is a change of version as well', () => {
    const versions = [noticeOf([STORE]), noticeOf([STORE], { phone: '+60 3-1' })].map((one) =>
      one.version(),
    );
    expect(new Set(versions).size).toBe(2);
  });

  test('does not stop the app where the file is none: it is set aside, and a new one begun', () => {
    const file = join(folder, 'privacy.json');
    writeFileSync(file, '{"versions": 7}');
    expect(() => noticeOf([STORE]).announce()).not.toThrow();
    expect(events.map(({ name }) => name)).toEqual([
      'privacy_notice_unreadable',
      'privacy_notice_changed',
    ]);
    const [aside = ''] = readdirSync(folder).filter((name) => name.includes('.broken-'));
    expect(readFileSync(join(folder, aside), 'utf8')).toBe('{"versions": 7}');
    noticeOf([STORE]).announce();
    expect(events).toHaveLength(2);
  });

  test('does not stop the app where the folder cannot be written', () => {
    const file = join(folder, 'missing', 'privacy.json');
    writeFileSync(join(folder, 'missing'), 'a file in the way');
    expect(() => noticeOf([STORE], { file }).announce()).not.toThrow();
    expect(events.map(({ name }) => name)).toContain('privacy_notice_unreadable');
  });

  test('is none where two places of one name stay as they are', () => {
    const other: KeptPlace = { ...STORE, kept: { ms: DAY, after: 'written' } };
    noticeOf([STORE, other]).announce();
    noticeOf([STORE, other, AUTH]).announce();
    expect(announced()).toMatchObject([
      { changes: [] },
      { changes: [expect.stringMatching(/^New: The log of sign-ins/)] },
    ]);
  });
});

test('the record names each place by its technical name, and who reads it', () => {
  expect(noticeOf([AUTH]).record({ language: 'en' })).toContain(
    String.raw`| logs/auth.\<slot\>.\<day\>.\<part\>.log | a code in place of the account name, the address of your connection (IP address), and the time | For 90 days after the last line of its file. | the security team |`,
  );
});

test.each<[string, Partial<PrivacyOptions>, RegExp]>([
  ['an e-mail address that is none', { email: 'nobody' }, /"email".*e-mail address/],
  ['a text in one language', { own: { data: { en: 'A' } as never } }, /"own\.data/],
  [
    'a place of the app without words',
    { places: [{ ...STORE, reason: 'app' }] },
    /"places\.0\.words".*what it is and what for/,
  ],
])('%s is refused, by name', (_, options, message) => {
  expect(() => noticeOf([], options)).toThrow(
    expect.objectContaining({
      code: 'ERR_EMAS_PRIVACY_OPTIONS',
      message: expect.stringMatching(message),
    }),
  );
});
