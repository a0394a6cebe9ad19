import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { ledgerApp } from './ledger-app.ts';

describe('an OpenAPI document', () => {
  const DOCUMENT = {
    openapi: '3.1.0',
    paths: {
      '/clinics': {
        get: {
          deprecated: true,
          'x-sunset': '2027-01-01',
          externalDocs: { url: 'https://docs.test' },
        },
        post: {},
      },
      '/clinics/{id}': {
        get: {
          deprecated: true,
          'x-deprecated-since': '2026-02-01',
          'x-successor': '/v2/clinics/{id}'.replace(/[{}]/g, ''),
        },
      },
      '/clinics/open': { get: {} },
    },
  };
  const asked = async (
    path: string,
    method: 'get' | 'post' = 'get',
  ): Promise<Record<string, string>> => {
    const { app, ledger } = ledgerApp();
    app.use('/v1', ledger.fromOpenApi(DOCUMENT, { since: '2026-01-01', basePath: '/v1' }));
    app.use((_req, res) => void res.send('ok'));
    return (await request(app)[method](path)).headers;
  };

  it('marks the operations that it says are deprecated, and no other', async () => {
    expect(await asked('/v1/clinics')).toMatchObject({
      deprecation: '@1767225600',
      sunset: 'Fri, 01 Jan 2027 00:00:00 GMT',
    });
    expect(await asked('/v1/clinics/7')).toMatchObject({ deprecation: '@1769904000' });
    expect(await asked('/v1/clinics', 'post')).not.toHaveProperty('deprecation');
    expect(await asked('/v1/clinics/7/doctors')).not.toHaveProperty('deprecation');
    expect(await asked('/v1/clinics/')).toHaveProperty('deprecation');
  });

  it('is known to the ledger from the start, by its templates', () => {
    const { ledger, heard } = ledgerApp();
    ledger.fromOpenApi(DOCUMENT, { since: '2026-01-01', basePath: '/v1' });
    expect(heard.map(({ fields }) => Reflect.get(fields, 'endpoint') as unknown)).toEqual([
      'GET /v1/clinics',
      'GET /v1/clinics/{id}',
    ]);
  });

  it('without paths, or with a wrong date, stops the start', () => {
    const { ledger } = ledgerApp();
    expect(() => ledger.fromOpenApi('openapi.yaml', { since: '2026-01-01' })).toThrow(
      /has no paths/,
    );
    const wrong = { paths: { '/a': { get: { deprecated: true, 'x-sunset': 'soon' } } } };
    expect(() => ledger.fromOpenApi(wrong, { since: '2026-01-01' })).toThrow(
      /"sunset" is not a date/,
    );
  });

  it('OpenAPI: as Express routes, in any case, with a slash at the end, templates within a part', async () => {
    const { app, ledger } = ledgerApp();
    const document = {
      openapi: '3.1.0',
      info: { title: 'Clinics', version: '1' },
      paths: { '/v1/report-{year}.csv': { get: { deprecated: true } } },
    };
    app.use(ledger.fromOpenApi(document, { since: '2026-06-01' }));
    app.get('/v1/report-:year.csv', (_req, res) => void res.send('old'));
    for (const path of ['/v1/report-2025.csv', '/V1/report-2025.csv/', '/v1/report-2025.pdf']) {
      await request(app).get(path);
    }
    expect(ledger.ledger().map(({ endpoint, count }) => [endpoint, count])).toEqual([
      ['GET /v1/report-{year}.csv', 2],
    ]);
  });
});

const DEPRECATED = { deprecated: true, 'x-sunset': '2027-01-01' };

/** An app that answers everything, after the sunset, and a document that is mounted at its root. */
async function statusOf(
  document: object,
  path: string,
  method: 'get' | 'delete' = 'get',
): Promise<unknown> {
  const { app, ledger, clock } = ledgerApp({ afterSunset: 'gone' });
  clock.now = Date.parse('2027-06-01');
  app.use(ledger.fromOpenApi({ openapi: '3.1.0', ...document }, { since: '2026-01-01' }));
  app.use((_req, res) => void res.send('ok'));
  const { status, headers } = await request(app)[method](path);
  return [status, headers['deprecation'] !== undefined];
}

describe('a path that is not deprecated', () => {
  const paths = {
    '/pets/{id}': { get: DEPRECATED, delete: DEPRECATED },
    '/pets/mine': { get: { summary: 'not deprecated' } },
    '/{kind}/mine/toys': { get: DEPRECATED },
    '/pets/{id}/toys': { get: {} },
    '/report-{year}.csv': { get: {} },
    '/{file}': { get: DEPRECATED },
  };

  it.each<[string, boolean]>([
    ['/pets/7', true],
    ['/pets/mine', false],
    ['/pets/mine/toys', false],
    ['/dogs/mine/toys', true],
    ['/report-2026.csv', false],
    ['/report-2026.pdf', true],
  ])('stands before a template that matches it as well: %s', async (path, isGone) => {
    expect(await statusOf({ paths }, path)).toEqual(isGone ? [410, true] : [200, false]);
  });

  it('does not stand before another method', async () => {
    expect(await statusOf({ paths }, '/pets/mine', 'delete')).toEqual([410, true]);
  });

  it('stands before it also where the app mounts the document elsewhere', async () => {
    const { app, ledger } = ledgerApp();
    const document = { paths: { '/api/{id}': { get: {} }, '/{id}': { get: DEPRECATED } } };
    app.use('/api', ledger.fromOpenApi(document, { since: '2026-01-01' }));
    app.use((_req, res) => void res.send('ok'));
    expect((await request(app).get('/api/7')).headers).not.toHaveProperty('deprecation');
  });
});

describe('a path item by reference', () => {
  const components = {
    pathItems: {
      Q: { get: DEPRECATED },
      R: { $ref: '#/components/pathItems/Q' },
      'with/slash ~': { get: DEPRECATED },
      Round: { $ref: '#/components/pathItems/About' },
      About: { $ref: '#/components/pathItems/Round' },
    },
  };

  it.each<[string, object, unknown]>([
    ['is followed', { $ref: '#/components/pathItems/Q' }, [410, true]],
    ['is followed through another', { $ref: '#/components/pathItems/R' }, [410, true]],
    ['is read as a pointer', { $ref: '#/components/pathItems/with~1slash%20~0' }, [410, true]],
    [
      'gives way to what stands beside it',
      { $ref: '#/components/pathItems/Q', get: {} },
      [200, false],
    ],
    ['to another path is followed', { $ref: '#/paths/~1other' }, [410, true]],
  ])('%s', async (_name, item, answer) => {
    const paths = { '/q': item, '/other': { get: DEPRECATED } };
    expect(await statusOf({ paths, components }, '/q')).toEqual(answer);
  });

  it.each<[unknown, RegExp]>([
    ['#/components/pathItems/None', /\$ref "#\/components\/pathItems\/None" of \/q leads nowhere/],
    ['#/components/pathItems/Round', /is circular/],
    ['other.yaml#/q', /\$ref "other\.yaml#\/q" of \/q leads out of the document/],
    [7, /\$ref 7 of \/q leads out of the document/],
    ['#/components/toString', /leads nowhere/],
  ])('that cannot be followed stops the start: %j', (reference, message) => {
    const { ledger } = ledgerApp();
    const document = { paths: { '/q': { $ref: reference } }, components };
    expect(() => ledger.fromOpenApi(document, { since: '2026-01-01' })).toThrow(message);
  });
});
