import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Response } from 'supertest';
import type { ShellConfig } from '../frame/contract.ts';
import { dashboard } from '../dashboard.ts';
import { fullDashboard } from './full-dashboard.ts';
import type { FullDashboard } from './full-dashboard.ts';

let own: FullDashboard;
beforeAll(async () => {
  own = await fullDashboard();
});
afterAll(() => own.stop());

interface Route {
  readonly method: 'get' | 'post';
  readonly path: string;
}

/** What the router itself says that it answers: a route that joins is tested without further ado. */
function routesOfRouter(): Route[] {
  const only = { breakdown: undefined, incidents: undefined, counts: undefined, rates: undefined };
  const router = dashboard({
    traffic: only as never,
    consent: only as never,
    security: { review: only as never, log: only as never },
    developers: { log: only as never },
    authorize: () => false,
  });
  return router.stack.flatMap(({ route }) => {
    if (route === undefined) return [];
    const { path, stack } = route;
    const methods = new Set(stack.map(({ method }) => method));
    return [...methods].map((method) => ({ method: method as Route['method'], path }));
  });
}

const ROUTES = routesOfRouter();

/** Who may do it, by the part of the address that names the page. */
function roleFor({ path }: Route): string {
  if (/^\/(?:api\/)?security/.test(path)) return 'security';
  if (/^\/(?:api\/)?developers/.test(path)) return 'developer';
  return 'marketing';
}

const PERSONS = ['', 'marketing', 'security', 'developer', 'admin', 'owner'];

async function ask({ method, path }: Route, role: string, how: object = {}): Promise<Response> {
  const agent = request(own.app);
  const asked = method === 'get' ? agent.get(`/emas${path}`) : agent.post(`/emas${path}`);
  return asked.set({ 'X-Role': role, 'Sec-Fetch-Site': 'same-origin', ...how });
}

it('knows all routes', () => {
  expect(ROUTES.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
    'get /',
    'get /api/breakdown',
    'get /api/consent',
    'get /api/developers',
    'get /api/realtime',
    'get /api/security',
    'get /api/security/chain',
    'get /api/security/incidents',
    'get /api/security/lines',
    'get /api/traffic',
    'get /developers',
    'get /security',
    'get /traffic',
    'post /api/security/block',
    'post /api/security/incident',
    'post /api/security/unblock',
  ]);
});

describe.each(ROUTES)('$method $path', (route) => {
  it.each(PERSONS)('to "%s"', async (role) => {
    const { status, body } = await ask(route, role);
    // The first page shows whichever somebody may see.
    const isFirst = route.path === '/' && ['security', 'developer'].includes(role);
    if (role === 'admin' || role === roleFor(route) || isFirst) {
      expect([200, 400]).toContain(status);
    } else {
      expect({ status, code: body.code }).toEqual({
        status: 403,
        code: 'ERR_EMAS_DASHBOARD_FORBIDDEN',
      });
    }
  });
});

describe('a page of another role', () => {
  const PAGE = { method: 'get', path: '/security' } as const;
  const asPerson = { Accept: 'text/html,*/*;q=0.8' };

  it.each([
    ['en-MY', 'This page is not for your account'],
    ['ms-MY', 'Halaman ini bukan untuk akaun anda'],
  ])('is refused by a page in "%s", with the way to their own', async (language, title) => {
    const how = { ...asPerson, 'Accept-Language': language };
    const { status, text, type } = await ask(PAGE, 'developer', how);
    expect({ status, type }).toEqual({ status: 403, type: 'text/html' });
    expect(text).toContain(`<h1>${title}</h1>`);
    expect(text).toContain(`<a href="/emas/developers?lang=${language.slice(0, 2)}">`);
    expect(text).not.toContain('/emas/traffic');
    expect(text).toContain('<a href="/">');
  });

  it('is refused in the language that its address asks for', async () => {
    const malay = { ...PAGE, path: '/security?lang=ms' };
    const { text } = await ask(malay, 'developer', asPerson);
    expect(text).toContain('<html lang="ms">');
  });

  it('is refused to programs by a problem document that has no empty field', async () => {
    const { body, type } = await ask(PAGE, 'developer');
    expect(type).toBe('application/problem+json');
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Not for this account',
      status: 403,
      code: 'ERR_EMAS_DASHBOARD_FORBIDDEN',
    });
  });
});

describe('what changes something', () => {
  const actions = ROUTES.filter(({ method }) => method === 'post');

  it.each(actions)('$path is not done for a page of another site', async (route) => {
    const { status, body } = await ask(route, 'security', { 'Sec-Fetch-Site': 'cross-site' });
    expect({ status, code: body.code }).toEqual({
      status: 403,
      code: 'ERR_EMAS_DASHBOARD_CROSS_SITE',
    });
  });

  it.each(actions)('$path is not done by being opened', async ({ path }) => {
    for (const method of ['get', 'put', 'options'] as const) {
      const agent = request(own.app);
      const { status, headers } = await agent[method](`/emas${path}`).set({ 'X-Role': 'admin' });
      expect({ method, status, allow: headers['allow'] }).toEqual({
        method,
        status: 405,
        allow: 'POST',
      });
    }
  });

  it.each(actions)('$path wants a body that says what', async (route) => {
    const { status, body } = await ask(route, 'security');
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'ERR_EMAS_DASHBOARD_ACTION' });
    const broken = await request(own.app)
      .post(`/emas${route.path}`)
      .set({ 'X-Role': 'security', 'Sec-Fetch-Site': 'same-origin' })
      .type('json')
      .send('{');
    expect(broken.status).toBe(400);
  });
});

it('the first page is the first that somebody may see, with the way to the others', async () => {
  const configOf = async (role: string): Promise<unknown> => {
    const { text } = await ask({ method: 'get', path: '/' }, role);
    const config = JSON.parse(
      /id="emas-config"[^>]*>(.*?)<\/script>/s.exec(text)?.[1] ?? '{"pages":[]}',
    ) as ShellConfig;
    return { page: config.page, pages: config.pages.map(({ name }) => name) };
  };
  expect(await configOf('developer')).toEqual({ page: 'developers', pages: ['developers'] });
  expect(await configOf('security,marketing')).toEqual({
    page: 'traffic',
    pages: ['traffic', 'security'],
  });
  expect(await configOf('admin')).toEqual({
    page: 'traffic',
    pages: ['traffic', 'security', 'developers'],
  });
});
