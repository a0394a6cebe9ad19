import { describe, expect, it } from '@jest/globals';
import { consent } from '@emas/consent';
import type { ConsentOptions, ExplicitProblem, ExplicitSubmission } from '@emas/consent';
import { EmasError } from '@emas/errors';
import { requestContext } from '@emas/request-context';
import express from 'express';
import request from 'supertest';
import { PURPOSES } from './clinic-registry.ts';
import { recordedEvents } from './recorded-events.ts';

const both = (en: string, ms: string): { en: string; ms: string } => ({ en, ms });
const NOW = Date.UTC(2026, 10, 24, 12);

const CLAIM = {
  id: 'claim-health',
  name: both('Your health data', 'Data kesihatan anda'),
  notice: both('For this claim; kept for 7 years.', 'Untuk tuntutan ini; disimpan 7 tahun.'),
  text: both('I agree that <e-MAS> uses it.', 'Saya bersetuju <e-MAS> menggunakannya.'),
};

function site(options: Partial<ConsentOptions> = {}) {
  const log = recordedEvents();
  const app = express();
  app.use(requestContext({ app }));
  app.use(
    consent({
      purposes: PURPOSES,
      events: log.events,
      now: () => NOW,
      explicit: [CLAIM],
      ...options,
    }),
  );
  app.use(express.urlencoded({ extended: false }));
  app.get('/form', (req, res) => {
    const language = req.query['lang'] === 'ms' ? 'ms' : 'en';
    res.send(res.locals.explicitConsent?.('claim-health', { language }));
  });
  app.post('/form', (req, res) => {
    const birthDate = req.get('X-Born');
    const submission: ExplicitSubmission =
      birthDate === undefined ? { body: req.body } : { body: req.body, birthDate };
    res.json(req.consent?.takeExplicit('claim-health', submission));
  });
  app.post('/withdraw', (req, res) => void res.json(req.consent?.withdrawExplicit('claim-health')));
  return { app, log };
}

/** The form as it stands, with what somebody ticked. */
async function send(
  { app }: ReturnType<typeof site>,
  fields: Readonly<Record<string, string>>,
  { born, lang = 'en' }: { born?: string; lang?: string } = {},
): Promise<request.Response> {
  const { text } = await request(app).get(`/form?lang=${lang}`);
  const hidden = [...text.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  const given = Object.fromEntries(hidden.map(([, name, value]) => [name, value]));
  const post = request(app).post('/form').type('form');
  if (born !== undefined) post.set('X-Born', born);
  return post.send({ ...given, ...fields });
}

const TICKED = { 'explicit.claim-health': 'yes' };
const BY_SELF = { ...TICKED, 'explicit.claim-health.by': 'self' };
const BY_GUARDIAN = { ...TICKED, 'explicit.claim-health.by': 'guardian' };

it('is asked for apart, with nothing ticked, and no text becomes markup', async () => {
  const { text } = await request(site().app).get('/form?lang=ms');
  expect(text).toContain('<legend>Data kesihatan anda</legend>');
  expect(text).toContain('Saya bersetuju &lt;e-MAS&gt; menggunakannya.');
  expect(text).not.toMatch(/ checked| required/);
});

it('is given by a tick and who gives it, with a receipt of its own and the exact text', async () => {
  const here = site();
  const { body } = await send(here, BY_SELF, { lang: 'ms' });
  const [receipt] = here.log.of('consent_explicit_recorded');
  const [text] = here.log.of('consent_text_recorded');
  expect(body).toEqual({ given: true, by: 'self', receipt: receipt?.receipt });
  expect(receipt).toMatchObject({
    choice: 'given',
    subject: 'claim-health',
    by: 'self',
    language: 'ms',
    text: text?.text,
  });
  expect(text?.content).toContain('Saya bersetuju <e-MAS> menggunakannya.');
});

it.each([
  ['without the tick', { 'explicit.claim-health.by': 'self' }, undefined, 'not-ticked'],
  ['with another value', { ...BY_SELF, 'explicit.claim-health': 'on' }, undefined, 'not-ticked'],
  ['by nobody', TICKED, undefined, 'who-missing'],
  ['to another text', { ...BY_SELF, 'explicit.claim-health.policy': 'old' }, undefined, 'moved'],
  ['by somebody who is 18 tomorrow', BY_SELF, '2008-11-25', 'guardian-needed'],
])('is not given %s', async (_name, fields, born, problem) => {
  const here = site();
  const { body } = await send(here, fields, born === undefined ? {} : { born });
  expect(body).toEqual({ given: false, problem });
  expect(here.log.told).toEqual([]);
});

it.each([
  ['by somebody who is 18 today', BY_SELF, '2008-11-24', 'self'],
  ['by a guardian of a child', BY_GUARDIAN, '2020-02-29', 'guardian'],
  ['by who acts for an adult', BY_GUARDIAN, '1950-01-01', 'guardian'],
])('is given %s', async (_name, fields, born, by) => {
  const here = site();
  expect((await send(here, fields, { born })).body).toMatchObject({ given: true, by });
});

it('asks nobody who gives it where that is said so', async () => {
  const here = site({ explicit: [{ ...CLAIM, guardian: false }] });
  expect((await request(here.app).get('/form')).text).not.toContain('type="radio"');
  expect((await send(here, TICKED)).body).toMatchObject({ given: true, by: 'self' });
});

describe('a form that is shown again', () => {
  const again = async (sent: object, problem?: ExplicitProblem): Promise<string> => {
    const { app } = site();
    app.get('/again', (_req, res) =>
      res.send(res.locals.explicitConsent?.('claim-health', { language: 'en', sent, problem })),
    );
    return (await request(app).get('/again')).text;
  };

  it('keeps who agrees, and says that the box has to be ticked again', async () => {
    const text = await again(BY_GUARDIAN);
    expect(text).toMatch(/value="guardian" checked/);
    expect(text).toContain('role="alert">Tick the box again if you still agree');
    expect(text).not.toMatch(/type="checkbox"[^>]*checked/);
  });

  it('says what is wrong as well', async () => {
    expect(await again(TICKED, 'who-missing')).toMatch(/Choose who agrees\. Tick the box again/);
    expect(await again(BY_SELF, 'moved')).not.toContain('Tick the box again');
    expect(await again({ 'explicit.claim-health.by': 'self' })).not.toContain('role="alert"');
  });
});

describe('the permanent page', () => {
  const withdrawals: unknown[][] = [];
  const signedIn = (onWithdrawal: ConsentOptions['onWithdrawal']) =>
    site({
      account: ({ headers }) => headers['x-user']?.toString(),
      ...(onWithdrawal === undefined ? {} : { onWithdrawal }),
    });
  const here = signedIn((_req, ...told) => void withdrawals.push(told));
  const show = async ({ app }: typeof here, user: string) =>
    (await request(app).get('/emas/consent?lang=ms').set('X-User', user)).text;

  it('offers a withdrawal to who is signed in, where the app learns of it', async () => {
    expect(await show(here, 'ana')).toContain('name="withdraw" value="claim-health"');
    expect(await show(here, '')).not.toContain('name="withdraw"');
    expect(await show(signedIn(undefined), 'ana')).not.toContain('name="withdraw"');
  });

  const press = (app: express.Application, id: string, user = 'ana', from = 'same-origin') =>
    request(app)
      .post('/emas/consent')
      .type('form')
      .set({ 'X-User': user, 'Sec-Fetch-Site': from })
      .send({ withdraw: id, lang: 'ms' });

  it('withdraws at one press, tells the app and the visitor the number, and keeps the receipt', async () => {
    const { text } = await press(here.app, 'claim-health');
    const [recorded] = here.log.of('consent_explicit_recorded');
    expect(recorded).toMatchObject({ choice: 'withdrawn', subject: 'claim-health' });
    expect(withdrawals).toEqual([['claim-health', recorded?.receipt]]);
    expect(text).toContain(`Nombor resit anda ialah ${recorded?.receipt}.`);
  });

  it('withdraws nothing for nobody, for other sites, or what is not asked', async () => {
    const nobody = await press(here.app, 'claim-health', '');
    expect(nobody.status).toBe(403);
    expect(nobody.text).toContain('Tiada persetujuan ditarik balik.');
    expect((await press(here.app, 'claim-health', 'ana', 'cross-site')).status).toBe(403);
    expect((await press(here.app, 'nothing')).status).toBe(403);
    expect(withdrawals).toHaveLength(1);
    expect(here.log.of('consent_explicit_recorded')).toHaveLength(1);
  });

  it('says so where the app could not stop what it did', async () => {
    const failing = signedIn(async () => Promise.reject(new Error('The database is away.')));
    expect((await press(failing.app, 'claim-health')).status).toBe(500);
  });
});

it('is withdrawn with a receipt of its own', async () => {
  const here = site();
  const { body } = await request(here.app).post('/withdraw');
  expect(here.log.of('consent_explicit_recorded')).toMatchObject([
    { receipt: body, choice: 'withdrawn', subject: 'claim-health' },
  ]);
});

describe('what cannot be', () => {
  it.each(['2026-02-30', '30/4/2011', '2030-01-01', ''])(
    'a day of birth %s is an error of the app',
    async (born) => {
      const here = site();
      const app = express();
      app.use(here.app);
      const failures: unknown[] = [];
      app.use(((error, _req, res, _next) => {
        failures.push(error);
        res.sendStatus(500);
      }) as express.ErrorRequestHandler);
      const { text } = await request(app).get('/form');
      expect(text).toContain('claim-health');
      await request(app).post('/form').set('X-Born', born).type('form').send(BY_SELF);
      expect(failures).toMatchObject([{ code: 'ERR_EMAS_CONSENT_BIRTH' }]);
    },
  );

  it('what nobody registered is an error that says what there is', async () => {
    const app = express();
    app.use(requestContext({ app }), consent({ purposes: PURPOSES, explicit: [CLAIM] }));
    app.get('/', (_req, res) => void res.send(res.locals.explicitConsent?.('letter')));
    let seen: unknown;
    app.use(((error, _req, res, _next) => {
      seen = error;
      res.sendStatus(500);
    }) as express.ErrorRequestHandler);
    await request(app).get('/');
    expect(seen).toBeInstanceOf(EmasError);
    expect(String(seen)).toContain('"letter" is not an explicit consent; known: claim-health.');
  });
});
