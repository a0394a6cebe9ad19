import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loginDetectors } from '@emas/login-guard';
import type { LoginAttempt } from '@emas/login-guard';
import { migrateLogs } from '@emas/logging';
import request from 'supertest';
import type { Response } from 'supertest';
import type { IncidentsReport, SecurityReport } from '../index.ts';
import { fullDashboard } from './full-dashboard.ts';
import type { FullDashboard } from './full-dashboard.ts';

const NOW = Date.now();
const HOUR = 3_600_000;

const attempt = (more: Partial<LoginAttempt>): LoginAttempt => ({
  time: NOW,
  outcome: 'failure',
  reason: 'wrong_password',
  account: 'aaaa',
  prefix: '203.0.113.0/24',
  country: 'MY',
  client: 'Chrome on Windows',
  password: undefined,
  ...more,
});

/** A row of what the log counted. */
function countRow({
  time,
  outcome,
  reason,
  account,
  prefix,
  country,
  client,
}: LoginAttempt): object {
  const failure = reason.startsWith('refused_') ? 'login_refused' : 'authn_login_fail';
  const at = new Date(time).toISOString().replace('T', ' ').replace('Z', '');
  return {
    hour: `${at.slice(0, 13)}:00:00`,
    app: 'portal',
    category: 'auth',
    event: outcome === 'success' ? 'authn_login_success' : failure,
    outcome,
    reason,
    account,
    prefix,
    country,
    client,
    endpoint: '',
    count: 1,
    first: at,
    last: at,
  };
}

let own: FullDashboard;
beforeAll(async () => {
  own = await fullDashboard();
  const { review, events } = own;
  const detectors = loginDetectors();
  const brute = Array.from({ length: 12 }, (_, n) => attempt({ time: NOW - HOUR + n * 1000 }));
  const others = [
    attempt({
      reason: 'unknown_account',
      account: 'bbbb',
      prefix: '198.51.100.0/24',
      country: 'SG',
    }),
    attempt({ reason: 'refused_lock', client: 'curl 8' }),
    attempt({ outcome: 'success', reason: '' }),
    // Outside of every period that is asked for.
    attempt({ time: NOW - 90 * 24 * HOUR }),
  ];
  await migrateLogs(own.engine.client);
  await own.engine.client.insert({
    table: 'emas_event_counts',
    values: [...brute, ...others].map(countRow),
    format: 'JSONEachRow',
  });
  for (const one of brute) detectors.observe(one);
  for (const one of detectors.takeNews()) review.save(one);
  events.emit('authn_login_successafterfail', {
    account: 'aisyah',
    retries: 4,
    source_network: '203.0.113.9',
  });
  events.emit('authn_login_fail', {
    account: 'aisyah',
    reason: 'wrong_password',
    source_ip: '203.0.113.9',
    client: 'Chrome',
  });
  events.emit('captcha_failed', {
    provider: 'turnstile',
    reason: 'expired',
    source_network: '::1',
  });
  events.emit('excess_rate_limit_exceeded', {
    limit: 'api',
    network: '::/56',
    path: '/api',
    count: 7,
    source_network: '::1',
  });
  events.emit('csp_violation', {
    directive: 'script-src',
    blocked: 'inline',
    page: '/',
    source: '',
    disposition: 'enforce',
    count: 3,
  });
  events.emit('csp_violation', {
    directive: 'made up by <whoever>',
    blocked: 'inline',
    page: '/',
    source: '',
    disposition: 'enforce',
    count: 2,
  });
  await own.flush();
});
afterAll(() => own.stop());

const get = (path: string): request.Test =>
  request(own.app).get(`/emas/api/security${path}`).set('X-Role', 'security');

const post = (path: string, body: object): Promise<Response> =>
  request(own.app)
    .post(`/emas/api/security/${path}`)
    .set({ 'X-Role': 'security', 'X-Name': 'hajar', 'Sec-Fetch-Site': 'same-origin' })
    .send(body);

const report = async (query = ''): Promise<SecurityReport> =>
  (await get(`?period=7d&tz=UTC${query}`).expect(200)).body;

describe('failures', () => {
  it('are counted, in all, by hour and reason, and by whom they are about', async () => {
    const found = await report();
    // Those that were counted before, and the one that happened now, of a client that nothing is known of.
    expect(found.totals).toEqual({
      failures: 15,
      successes: 1,
      refused: 1,
      accounts: 3,
      prefixes: 2,
      successesAfterFailures: 1,
    });
    expect(found.reasons).toEqual(['wrong_password', 'refused_lock', 'unknown_account']);
    expect(found.series).toHaveLength(7);
    const summed = found.series.reduce(
      (sum, { reasons }) => sum + Object.values(reasons).reduce((all, count) => all + count, 0),
      0,
    );
    expect(summed).toBe(15);
    expect(found.tables.account[0]).toMatchObject({ value: 'aaaa', failures: 13, prefixes: 1 });
    expect(found.tables.country.map(({ value }) => value)).toEqual(['MY', '', 'SG']);
    const curl = found.tables.client.find(({ value }) => value === 'curl 8');
    expect(curl).toMatchObject({ failures: 1 });
  });

  it('can be filtered, of several filters all hold', async () => {
    const found = await report('&filter=country:MY&filter=client:curl%208');
    expect(found.totals).toMatchObject({ failures: 1, refused: 1, accounts: 1 });
    expect(found.filters).toHaveLength(2);
    const hostile = await report(`&filter=${encodeURIComponent("account:a' OR 1=1 --")}`);
    expect(hostile.totals.failures).toBe(0);
    await get('?filter=address:203.0.113.7').expect(400);
    await get('?period=custom&from=2026-01-01').expect(400);
  });

  it('are shown by the hours of a day', async () => {
    const { body } = await get('?period=today&tz=Asia/Kuala_Lumpur').expect(200);
    expect(body.series).toHaveLength(24);
    expect(body.range).toMatchObject({ interval: 'hour', timeZone: 'Asia/Kuala_Lumpur' });
  });
});

it('what else security looks at is counted by its reason, and nobody makes up rows', async () => {
  const { figures, successesAfterFailures } = await report();
  expect(figures.captcha).toMatchObject([{ event: 'captcha_failed', reason: 'expired', count: 1 }]);
  expect(figures.limits).toMatchObject([{ reason: 'api', count: 7 }]);
  expect(figures.reports).toMatchObject([
    { event: 'csp_violation', reason: 'script-src', count: 3 },
    { event: 'csp_violation', reason: '', count: 2 },
  ]);
  expect(successesAfterFailures).toHaveLength(1);
  expect(successesAfterFailures[0]?.value).toMatch(/^[0-9a-f]{16}$/);
});

describe('incidents', () => {
  const incidents = async (query = ''): Promise<IncidentsReport> =>
    (await get(`/incidents?period=7d&tz=UTC${query}`).expect(200)).body;

  it('are shown with their evidence, and dealt with by whoever is signed in', async () => {
    const { incidents: found } = await incidents();
    expect(found).toMatchObject([
      {
        kind: 'brute_force',
        state: 'open',
        failures: 12,
        prefixes: { total: 1, top: [{ name: '203.0.113.0/24', count: 12 }] },
        changes: [],
      },
    ]);
    const id = found[0]?.id ?? '';
    const taken = await post('incident', { id, state: 'acknowledged', note: 'Looking into it.' });
    expect(taken.status).toBe(200);
    expect(taken.body).toMatchObject({
      state: 'acknowledged',
      changes: [{ state: 'acknowledged', previous: 'open', by: 'hajar', note: 'Looking into it.' }],
    });
    expect((await incidents('&state=open')).incidents).toEqual([]);
    expect((await incidents('&state=acknowledged')).incidents).toHaveLength(1);
    await post('incident', { id, state: 'closed' });
    expect((await incidents('&state=closed')).incidents[0]?.changes).toHaveLength(2);
  });

  it.each([
    [{ id: 'nobody', state: 'closed' }, /There is no incident/],
    [{ id: 'x', state: 'forgotten' }, /"state": expected open, acknowledged or closed/],
    [{ id: 'x', state: 'open', note: 7 }, /"note": expected a text/],
  ])('refuse what makes no sense, in words: %j', async (action, says) => {
    const { status, body } = await post('incident', action);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'ERR_EMAS_DASHBOARD_ACTION' });
    expect(body.detail).toMatch(says);
  });
});

describe('blocks', () => {
  it('are made for a while, shown, and taken back', async () => {
    const made = await post('block', {
      prefix: '198.51.100.77/24',
      minutes: 60,
      reason: 'spraying',
      incident: 'abc',
    });
    expect(made.body).toMatchObject({
      prefix: '198.51.100.0/24',
      by: 'hajar',
      reason: 'spraying',
      incident: 'abc',
    });
    expect(own.blocks.find('198.51.100.1')).toBeDefined();
    expect((await report()).blocks).toMatchObject([{ prefix: '198.51.100.0/24' }]);
    expect((await post('unblock', { prefix: '198.51.100.0/24' })).body).toEqual({ removed: true });
    expect((await post('unblock', { prefix: '198.51.100.0/24' })).body).toEqual({ removed: false });
    expect((await report()).blocks).toEqual([]);
  });

  it.each([
    [{ prefix: '10.0.0.0/8', minutes: 60, reason: 'x' }, /too wide/],
    [{ prefix: 'everybody', minutes: 60, reason: 'x' }, /not a network/],
    [{ prefix: '10.0.0.0/24', minutes: 0, reason: 'x' }, /"minutes": expected minutes/],
    [{ prefix: '10.0.0.0/24', minutes: 60, reason: '' }, /"reason"/],
  ])('refuse a slip of the finger: %j', async (action, says) => {
    const { status, body } = await post('block', action);
    expect(status).toBe(400);
    expect(body.detail).toMatch(says);
  });
});

describe('lines of the log', () => {
  it('are found, the latest first, by event, text, level and the filters of the page', async () => {
    const lines = async (query: string): Promise<string[]> => {
      const { body } = await get(`/lines?period=today&tz=UTC&${query}`).expect(200);
      expect(body.complete).toBe(true);
      return body.lines.map(({ event }: { event: string }) => event);
    };
    expect(await lines('event=authn_*')).toEqual([
      'authn_login_fail',
      'authn_login_successafterfail',
    ]);
    expect(await lines('event=authn_*&address=203.0.113.0/24&limit=1')).toEqual([
      'authn_login_fail',
    ]);
    expect(await lines('filter=reason:expired')).toEqual(['captcha_failed']);
    expect(await lines('filter=prefix:203.0.113.0/24&filter=client:Chrome')).toEqual([
      'authn_login_fail',
    ]);
    expect(await lines('text=SCRIPT-SRC')).toEqual(['csp_violation']);
    expect(await lines('level=error&event=captcha_*')).toEqual([]);
    const hash = (await report()).successesAfterFailures[0]?.value ?? '';
    expect(await lines(`filter=account:${hash}`)).toHaveLength(2);
  });

  it.each(['address=somewhere', 'level=loud', 'limit=0', `text=${'x'.repeat(300)}`])(
    'are not looked for by nonsense: %s',
    async (query) => {
      const { body } = await get(`/lines?${query}`).expect(400);
      expect(body.code).toBe('ERR_EMAS_DASHBOARD_QUERY');
    },
  );
});

it('the log’s chain is verified, and a changed line is seen', async () => {
  const { body } = await get('/chain?again=1').expect(200);
  expect(body).toMatchObject({ state: 'intact', checkedAt: expect.any(String) });
  expect(body.logs.map(({ log }: { log: string }) => log)).toContain('auth');
  const [name = ''] = readdirSync(own.logs).filter((file) => file.startsWith('auth.'));
  const file = join(own.logs, name);
  writeFileSync(file, readFileSync(file, 'utf8').replace('wrong_password', 'wrong_passw0rd'));
  const known = await get('/chain').expect(200);
  expect(known.body.state).toBe('intact');
  const again = await get('/chain?again=1').expect(200);
  expect(again.body.state).toBe('broken');
  const findings = again.body.logs.flatMap((log: { findings: object[] }) => log.findings);
  expect(findings).toMatchObject([{ kind: 'altered', file: name }]);
});
