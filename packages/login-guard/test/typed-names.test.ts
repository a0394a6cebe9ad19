import { afterEach, describe, expect, it, test } from '@jest/globals';
import { accountName } from '@emas/events/internal';
import type { LoginGuardOptions } from '@emas/login-guard';
import type { Request, RequestHandler } from 'express';
import fc from 'fast-check';
import { examples } from '../../../test/runner/repetition.ts';
import { resolveOptions } from '../src/options.ts';
import { typedNames } from '../src/typed-names.ts';
import { PASSWORD, guardSite } from './guard-site.ts';
import type { GuardSite } from './guard-site.ts';

type Body = Readonly<Record<string, unknown>>;

const FIELDS = ['username', 'email', 'login'] as const;
const NAMES = ['aisyah', 'straße', 'ΝΊΚΟΣ', 'o’brien', 'müller@example.com'];

/** Ways to write a name, each of which some app takes for the same. */
const DISGUISES: readonly ((name: string) => unknown)[] = [
  (name) => name,
  (name) => name.toUpperCase(),
  (name) => `${' '.repeat(400)}${name}\n`,
  (name) => `\t${name}\u00a0`,
  (name) => name.normalize('NFD'),
  (name) => name.replaceAll(/[a-z]/gu, wide),
  (name) => `${name.slice(0, 2)}\u200b\u00ad${name.slice(2)}`,
  (name) => `${name}\u0000`,
  (name) => [name],
  (name) => [name, 'decoy'],
  (name) => ['decoy', name],
  (name) => ({ 0: name }),
];

const wide = (letter: string): string =>
  String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0);

/** How apps read a name from a field. */
const READERS: readonly ((value: unknown) => string)[] = [
  String,
  (value) => String(value).trim(),
  (value) => String(value).trim().toLowerCase(),
  (value) => String(value).trim().toUpperCase(),
  (value) => String(value).normalize('NFKC').trim().toLowerCase(),
  (value) =>
    String(value)
      .replaceAll(/[\u0000-\u001f\u00ad\u200b-\u200f]/gu, '')
      .trim(),
  (value) => String(value).replaceAll(/\s+/gu, ' ').trim().slice(0, 100),
  (value) => String([value].flat()[0]),
  (value) => String([value].flat().at(-1)),
  (value) => (typeof value === 'string' ? value : ''),
];

/** Which field an app reads: one, or the first of several that is there. */
const CHOICES: readonly ((body: Body) => unknown)[] = [
  ...FIELDS.map((field) => (body: Body) => body[field]),
  ({ username, email }) => username ?? email,
  ({ username, email, login }) => email ?? login ?? username,
  ({ username, login }) => login ?? username,
];

const field = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(undefined, null, '', 'decoy', 7) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...NAMES), fc.nat(DISGUISES.length - 1))
      .map(([name, index]) => DISGUISES[index]?.(name)),
  },
);

test('whatever an app reads as a name, the guard counts that name or lets nothing through', () => {
  const { account, normalise } = resolveOptions({});
  const namesOf = account === false ? () => undefined : account;
  const known = new Map(NAMES.map((name) => [accountName(name), name]));
  let compared = 0;
  fc.assert(
    fc.property(
      fc.record({ username: field, email: field, login: field }),
      fc.constantFrom(...READERS),
      fc.constantFrom(...CHOICES),
      (body, read, choose) => {
        const request: Pick<Request, 'body'> = { body };
        // The default reads nothing but the body.
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        const names = typedNames(namesOf(request as Request), normalise);
        const name = accountName(read(choose(body)));
        if (!known.has(name)) return;
        compared += 1;
        expect(names === undefined || names.includes(name)).toBe(true);
      },
    ),
    examples(4000),
  );
  expect(compared).toBeGreaterThan(50);
});

test('names come out the same however often they are folded, and long ones are told apart', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (typed) => {
      expect(accountName(accountName(typed))).toBe(accountName(typed));
    }),
    examples(2000),
  );
  const long = 'x'.repeat(400);
  expect(accountName(`${long}a`)).not.toBe(accountName(`${long}b`));
  expect(accountName(`${long}a`).length).toBeLessThan(80);
});

let site: GuardSite | undefined;
afterEach(() => site?.close());

/** An app that signs in by `email`, as many do. */
const byEmail: RequestHandler = async (req, res) => {
  const { email, password } = req.body as { email?: unknown; password?: string };
  if (String(email).trim() === 'aisyah' && password === PASSWORD) {
    await req.emas?.login?.succeeded();
    res.sendStatus(200);
    return;
  }
  await req.emas?.login?.failed();
  res.sendStatus(401);
};

async function guesses(
  body: (number: number) => object,
  options: LoginGuardOptions = {},
): Promise<Record<number, number>> {
  site = await guardSite(options, [byEmail]);
  const counts: Record<number, number> = {};
  for (const status of await site.statuses(39, (number) => ({
    body: { password: `guess-${number}`, ...body(number) },
  }))) {
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

describe('39 guesses at one account by one network reach the password five times at most', () => {
  test.each<[string, (number: number) => object, object]>([
    ['as the form sends them', () => ({ email: 'aisyah' }), { 401: 5, 429: 34 }],
    [
      'with a decoy in another field',
      (n) => ({ username: `x${n}`, email: 'aisyah' }),
      { 401: 5, 429: 34 },
    ],
    ['in a list', () => ({ email: ['aisyah'] }), { 401: 5, 429: 34 }],
    ['behind 320 spaces', () => ({ email: `${' '.repeat(320)}aisyah` }), { 401: 5, 429: 34 }],
    ['in a list of two', () => ({ email: ['aisyah', 'x'] }), { 400: 39 }],
    ['as an object', () => ({ email: { $ne: 'x' } }), { 400: 39 }],
    ['in no field', () => ({ name: 'aisyah' }), { 400: 39 }],
    [
      'by the same wrong password field, while the app reads another',
      (n) => ({ email: 'aisyah', password: 'same', pin: n }),
      { 401: 5, 429: 34 },
    ],
  ])('%s', async (_how, body, expected) => {
    expect(await guesses(body)).toEqual(expected);
  });
});

it('counts the name that the app says in addition to the one that was typed', async () => {
  const victim: RequestHandler = async (req, res) => {
    await req.emas?.login?.failed({ account: 'aisyah' });
    res.sendStatus(401);
  };
  site = await guardSite({}, [victim]);
  const statuses = await site.statuses(20, (number) => ({ username: `alias-${number}` }));
  // The typed name is another one each time; what the app says it stands for is the same.
  expect(statuses.filter((status) => status === 401)).toHaveLength(20);
  expect((await site.try({ username: 'aisyah' })).status).toBe(429);
  const accounts = site.events
    .filter(({ name }) => name === 'authn_login_fail')
    .map(({ fields }) => Reflect.get(fields, 'account'));
  expect(accounts.slice(0, 2)).toEqual(['alias-0', 'aisyah']);
});

it('forgives nobody where several names were typed and the app does not say which was entered', async () => {
  const attacker: RequestHandler = async (req, res) => {
    const { username, email, password } = req.body as Record<string, string>;
    if (username === 'mallory' && password === PASSWORD) {
      await req.emas?.login?.succeeded();
      res.sendStatus(200);
      return;
    }
    await req.emas?.login?.failed({ account: email ?? username ?? '' });
    res.sendStatus(401);
  };
  site = await guardSite({}, [attacker]);
  await site.statuses(4, (number) => ({ body: { email: 'aisyah', password: `p${number}` } }));
  const both = { username: 'mallory', email: 'aisyah', password: PASSWORD };
  expect((await site.try({ body: both })).status).toBe(200);
  // One more, and it is the fifth: his own sign-in took nothing back.
  expect((await site.try({ body: { email: 'aisyah', password: 'q' } })).status).toBe(401);
  expect((await site.try({ body: { email: 'aisyah', password: 'r' } })).status).toBe(429);
});

describe('an app that reads the name from body or query, as passport does', () => {
  const users = new Map([
    ['aisyah', PASSWORD],
    ['mallory', 'own-password'],
  ]);
  const eitherPlace: RequestHandler = async (req, res) => {
    const { username: typed, password } = req.body as Record<string, string>;
    const { username: asked } = req.query;
    const username = typed ?? (typeof asked === 'string' ? asked : '');
    if (users.get(username) === password) {
      await req.emas?.login?.succeeded({ account: username });
      res.sendStatus(200);
      return;
    }
    await req.emas?.login?.failed({ reason: 'wrong_password' });
    res.sendStatus(401);
  };

  it('is not guessed at by a name in the query and a decoy in the body', async () => {
    site = await guardSite({}, [eitherPlace]);
    const statuses = await site.statuses(60, (number) => ({
      path: '/login?username=aisyah',
      body: { email: `decoy-${number}`, password: `guess-${number}` },
    }));
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
  });

  it('forgives a victim nothing where an attacker signs in and names the victim beside it', async () => {
    site = await guardSite({ account: (req) => (req.body as { email?: string }).email }, [
      eitherPlace,
    ]);
    let reached = 0;
    for (let round = 0; round < 10; round += 1) {
      const guess = (number: number): object => ({
        email: 'aisyah',
        username: 'aisyah',
        password: `${round} ${number}`,
      });
      const statuses = await site.statuses(3, (number) => ({ body: guess(number) }));
      reached += statuses.filter((status) => status === 401).length;
      const own = { email: 'aisyah', username: 'mallory', password: 'own-password' };
      const { headers } = await site.try({ body: own });
      // The device is mallory's, whatever name stood beside it.
      const cookie = headers.get('set-cookie')?.split(';', 1)[0] ?? '';
      if (cookie !== '') {
        const { status } = await site.try({ body: guess(9), headers: { cookie } });
        if (status === 401) reached += 1;
      }
    }
    expect(reached).toBeLessThanOrEqual(5);
    const entered = site.events.filter(({ name }) => name === 'authn_login_success');
    for (const { fields } of entered) expect(fields).toMatchObject({ account: 'mallory' });
  });
});

it('lets a page be asked for without a name, by a method that changes nothing', async () => {
  site = await guardSite();
  site.app.all('/form', site.guard, (_req, res) => void res.send('the form'));
  const text = async (method: string): Promise<unknown> => {
    const response = await fetch(`${site?.url}/form`, { method });
    return [response.status, (await response.text()).slice(0, 8)];
  };
  expect(await text('GET')).toEqual([200, 'the form']);
  expect(await text('POST')).toEqual([400, '{"type":']);
});

it('says what is missing by a problem document and an event', async () => {
  site = await guardSite();
  const headers = { accept: 'application/json' };
  const { status, text } = await site.try({ body: { user: 'aisyah' }, headers });
  expect(status).toBe(400);
  expect(JSON.parse(text)).toMatchObject({ code: 'ERR_EMAS_LOGIN_NAME' });
  expect(site.events).toMatchObject([
    { name: 'login_refused', fields: { reason: 'refused_name', subject: '203.0.113.0/24' } },
  ]);
  expect(site.reached()).toBe(0);
});
