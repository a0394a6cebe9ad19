import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataKind, KeptPlace } from '@emas/data-map';
import { accountHasher } from '@emas/events/internal';
import type { SubjectData } from '../../packages/suite/src/subject/subject-data.ts';
import { waitUntil } from '../waiting/wait-until.ts';
import { confirmed } from './found.ts';
import type { Canaries, Holder } from './found.ts';
import {
  MEMBER,
  NOTE,
  PEOPLE,
  SECRETS,
  SOURCE,
  STRANGER,
  chooses,
  guesses,
  looksAround,
  sendsForms,
  troubles,
} from './lived-day.ts';
import { Browsers, Visitor } from './visitor.ts';
import { LOG_KEY, WatchedPortal } from './watched-portal.ts';

/** What a day on the portal left. */
export interface LivedDay {
  /** In all searches of the day together. */
  readonly holders: readonly Holder[];
  /** While the member was signed in, and all that was found of the account then. */
  readonly during: readonly Holder[];
  readonly subject: SubjectData;
  /** After all of the member was erased, while the app went on. */
  readonly erased: readonly Holder[];
  /** After the sessions have ended and the app was stopped. */
  readonly afterwards: readonly Holder[];
  readonly canaries: Canaries;
  readonly map: readonly KeptPlace[];
}

/** Tables that are written as the day is lived, with what every third row fails: most batches get through. */
const COUNTED = [
  ['emas_open', 'sipHash64(batch) % 3 > 0'],
  ['emas_event_counts', "account = '' OR sipHash64(account) % 3 > 0"],
  ['emas_login_incidents', 'sipHash64(version) % 3 > 0'],
  ['emas_consent_receipts', 'sipHash64(receipt) % 3 > 0'],
] as const;
const hash = accountHasher(LOG_KEY);

/** Every page, both outcomes of every form, sign-ins, guesses, errors; an engine that is away and one that rejects. */
export async function liveADay(portal: WatchedPortal): Promise<LivedDay> {
  const { emas, origin } = portal;
  const values = new Map<DataKind, string[]>();
  const note = (kind: DataKind, ...found: readonly string[]): void =>
    void values.set(kind, [...(values.get(kind) ?? []), ...found]);
  const browsers = new Browsers();
  const member = new Visitor(origin, PEOPLE.member, browsers);
  const ipv6 = new Visitor(origin, PEOPLE.ipv6, browsers);
  const guesser = new Visitor(origin, PEOPLE.guesser, browsers);

  await looksAround(member);
  await looksAround(ipv6);
  note('receipt', ...(await chooses(ipv6, 'refuse')), ...(await chooses(member, 'accept')));
  note('choice', decodeURIComponent(member.jar.get('__Host-consent') ?? ''));
  await member.open('/en/clinics');
  await guesses(guesser, STRANGER, 5);
  await guesses(member, MEMBER.username, 1);
  await member.submit('/en/login', MEMBER);
  // From where the account is known, and without the cookie of the browser.
  await guesses(new Visitor(origin, PEOPLE.member, browsers), MEMBER.username, 1);
  for (const { handle } of (await emas.sessions?.list(MEMBER.username)) ?? []) {
    note('session', handle.slice(0, 8));
  }
  note('token', ...tokensOf(member));
  note('receipt', ...(await sendsForms(member)));
  await troubles(member);
  await member.open('/en/account');
  await member.open('/en/account/data');
  const signedIn = await portal.keys();
  for (const { name } of signedIn)
    note('visitor-key', ...(/:visitor:(\d+)$/.exec(name)?.slice(1) ?? []));
  note('token', ...(await solvesCaptcha(portal, guesser)));
  const { phone, bankAccount } = SECRETS;
  emas.logger.info(`the app says ${NOTE}: call ${phone}, akaun ${bankAccount}`, { phone });
  await emas.blocks.add({ prefix: '203.0.113.0/24', duration: 60_000, reason: 'canary', by: 'me' });
  await waitForRows(portal);
  await portal.noteIncident(NOTE);
  const { during, subject } = await askedForAtRest(portal);
  const erased = await erases(portal);
  await ipv6.submit('/en/login', MEMBER);
  const map = emas.privacy?.map() ?? [];
  const found = (): Canaries => canariesWith(Object.fromEntries(values));
  const disturb = (file: string): Promise<Holder[]> => {
    const places = map.filter(({ kind, where }) => kind === 'file' && where.includes(`/${file}`));
    const isAll = (holders: readonly Holder[]): boolean => {
      const seen = confirmed(holders, found(), map);
      return places.every((place) => seen.has(place));
    };
    return disturbed(portal, file, isAll, async (times) => {
      await ipv6.open(`/en/clinics?utm_campaign=${SOURCE.campaign}`);
      note('receipt', ...(await chooses(ipv6, times % 2 === 0 ? 'accept' : 'refuse')));
      await guesses(ipv6, `${STRANGER}-${file}-${times}`, 4);
    });
  };
  const waiting = await portal.withoutEngine(() => disturb('batches'));
  const closing = await asItCloses(portal);
  await rejectEveryThird(portal);
  const rejected = await disturb('dead-letters.jsonl');
  const holders = [
    ...[...signedIn, ...during, ...waiting, ...closing, ...rejected],
    ...[...browsers.cookies, ...portal.sent(browsers)],
  ];
  const afterwards = await itEnds(portal, member);
  return {
    holders,
    during,
    subject,
    erased,
    afterwards,
    canaries: found(),
    map,
  };
}

/** What in a member's cookies tells this browser from others. */
function tokensOf({ jar }: Visitor): string[] {
  return [...jar]
    .filter(([name]) => name !== '__Host-consent' && name !== 'portal_language')
    .map(([, value]) => decodeURIComponent(value).slice(0, 16));
}

/** A sign-in with a captcha that was solved: the provider is asked. @returns The token, and its hash. */
async function solvesCaptcha({ standIn }: WatchedPortal, visitor: Visitor): Promise<string[]> {
  const token = standIn.solve({ hostname: 'portal.example' });
  await visitor.submit('/en/login', {
    username: STRANGER,
    password: SECRETS.wrongPassword,
    'g-recaptcha-response': token,
  });
  return [token, createHash('sha256').update(token).digest('base64url')];
}

async function waitForRows(portal: WatchedPortal): Promise<void> {
  const textOf = async (table: string): Promise<string> =>
    (await portal.tables()).find(({ name }) => name === table)?.text ?? '';
  for (const [table] of COUNTED) {
    await waitUntil(`rows in ${table}`, async () => (await textOf(table)) !== '');
  }
  await waitUntil('counts of an account', async () =>
    (await textOf('emas_event_counts')).includes(hash(STRANGER)),
  );
}

/** Until nothing comes any more of what the app had in memory. */
async function erases(portal: WatchedPortal): Promise<Holder[]> {
  await waitUntil('everything of the member to be erased', async () => {
    const { erased, left } = await portal.erase(MEMBER.username);
    return erased.length + left.length === 0;
  });
  return [...portal.files(), ...(await portal.tables()), ...(await portal.keys())];
}

/** A batch that was rejected is judged when others got through after it: so more come, and slowly. */
const SLOWER_AFTER = 10;
const SLOWLY_MS = 1500;

/** Goes on until all that is meant to be in files of that name was found. @returns Those files. */
async function disturbed(
  portal: WatchedPortal,
  file: string,
  isAll: (holders: readonly Holder[]) => boolean,
  act: (times: number) => Promise<void>,
): Promise<Holder[]> {
  const kept = new Map<string, Holder>();
  let times = 0;
  const look = async (): Promise<boolean> => {
    times += 1;
    if (times > SLOWER_AFTER) await sleep(SLOWLY_MS);
    await act(times);
    for (const holder of portal.files()) {
      if (holder.name.includes(file) && holder.text !== '') kept.set(holder.name, holder);
    }
    return isAll([...kept.values()]);
  };
  const state = (): unknown => ({ times, found: [...kept.keys()] });
  await waitUntil(`rows in ${file}`, look, { every: 300, patience: 170_000, state });
  return [...kept.values()];
}

/** A day that is being closed lies in a table of its own for a moment. */
async function asItCloses(portal: WatchedPortal): Promise<Holder[]> {
  const { client } = portal;
  const partitions = await client.query({
    query:
      "SELECT DISTINCT partition_id AS id FROM system.parts WHERE active AND table = 'emas_open'",
    format: 'JSONEachRow',
  });
  for (const { id } of await partitions.json<{ id: string }>()) {
    const query = `ALTER TABLE emas_open MOVE PARTITION ID '${id}' TO TABLE emas_closing`;
    await client.command({ query });
  }
  return portal.tables();
}

/** Of a table that takes no row at all it is not the rows' fault. */
async function rejectEveryThird({ client }: WatchedPortal): Promise<void> {
  for (const [table, check] of COUNTED) {
    await client.command({ query: `ALTER TABLE ${table} ADD CONSTRAINT canary CHECK ${check}` });
  }
}

/** One session by the sign-out, the others by their time; then the app. */
async function itEnds(portal: WatchedPortal, member: Visitor): Promise<Holder[]> {
  await member.submit('/en/login', MEMBER);
  await member.submit('/en/logout', {});
  await waitUntil('all sessions to end', async () => {
    const keys = await portal.keys();
    return !keys.some(({ name, text }) => name.includes(':session:id:') && text.includes('"m"'));
  });
  await portal.end();
  return [...portal.files(), ...(await portal.keys())];
}

function canariesWith(values: Canaries): Canaries {
  const { identityCard, bankAccount, ...texts } = SECRETS;
  return {
    never: [
      ...Object.values(texts),
      identityCard,
      identityCard.replaceAll('-', ''),
      bankAccount,
      bankAccount.replaceAll(' ', ''),
      'kanari-path',
      MEMBER.password,
      STRANGER,
    ],
    // A /64 is one household's own.
    address: [...Object.values(PEOPLE).map(({ address }) => address), '2001:db8:77:1:'],
    network: ['203.0.113.0', '2001:db8:77::'],
    agent: ['KanariUA'],
    account: [hash(MEMBER.username), hash(STRANGER)],
    source: [SOURCE.host, SOURCE.campaign],
    place: knownPlaces(),
    'app-data': [NOTE, 'portal_language=en'],
    ...values,
  };
}

/** Counted a second time, by what is said of them. */
function knownPlaces(): string[] {
  const key = Buffer.from(hkdfSync('sha256', LOG_KEY, '', 'emas login place', 32));
  return ['203.0.113.199/32', '203.0.113.0/24'].map((place) =>
    createHmac('sha256', key)
      .update(`${hash(MEMBER.username)}\0${place}`)
      .digest()
      .subarray(0, 16)
      .toString('base64url'),
  );
}

/** What there is of the member, and what is found for them, with nothing on its way to the tables in between. */
async function askedForAtRest(
  portal: WatchedPortal,
): Promise<Pick<LivedDay, 'during' | 'subject'>> {
  const look = async (): Promise<Holder[]> => [
    ...portal.files(),
    ...(await portal.tables()),
    ...(await portal.keys()),
  ];
  const namesOf = (holders: readonly Holder[]): string =>
    [...new Set(holders.map(({ name }) => name))].toSorted().join('\n');
  const during = await look();
  const subject = await portal.subject(MEMBER.username);
  return namesOf(await look()) === namesOf(during) ? { during, subject } : askedForAtRest(portal);
}
