import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EmasEvent } from '@emas/events';
import request from 'supertest';
import type { Response } from 'supertest';
import { fullDashboard } from './full-dashboard.ts';
import type { FullDashboard } from './full-dashboard.ts';

let own: FullDashboard;
const told: EmasEvent[] = [];
beforeAll(async () => {
  own = await fullDashboard();
  await own.flush();
  // The log tells of itself on the same bus, whenever it likes.
  own.events.subscribe((event) => {
    if (!event.name.startsWith('log_')) told.push(event);
  });
});
afterAll(() => own.stop());

const open = async (path: string, headers: Readonly<Record<string, string>>): Promise<Response> => {
  told.length = 0;
  return request(own.app).get(`/emas${path}`).set(headers);
};

describe('who was refused is told', () => {
  it.each([
    ['/api/security', 'security'],
    ['/api/developers', 'developer'],
    ['/security', 'security'],
    ['/traffic', 'marketing'],
  ])('%s needs %s', async (path, role) => {
    expect((await open(path, { 'X-Role': 'visitor' })).status).toBe(403);
    expect(told).toMatchObject([
      {
        name: 'authz_fail',
        fields: {
          resource: `/emas${path}`,
          role,
          network: '127.0.0.0/24',
          source_network: '127.0.0.1',
        },
      },
    ]);
  });

  it('and nothing of who may', async () => {
    expect((await open('/api/security/incidents', { 'X-Role': 'security' })).status).toBe(200);
    expect(told.map(({ name }) => name)).not.toContain('authz_fail');
  });

  it('a scanner of one network makes two lines a minute of it', async () => {
    for (let number = 0; number < 30; number += 1) {
      await request(own.app).get('/emas/api/security/lines?event=scan');
    }
    own.logger.flush();
    const { body } = await open('/api/security/lines?event=authz_fail', { 'X-Role': 'security' });
    const { lines } = body as { lines: { data: { resource: string; count?: number } }[] };
    const mine = lines.filter(({ data }) => data.resource === '/emas/api/security/lines');
    expect(mine.map(({ data }) => data.count ?? 1).reduce((sum, one) => sum + one)).toBe(30);
    expect(mine).toHaveLength(2);
  });
});

describe('questions of another site', () => {
  const foreign = {
    'X-Role': 'security',
    'Sec-Fetch-Site': 'cross-site',
    Origin: 'https://x.example',
  };

  it.each(['/api/security/lines?event=*', '/api/security/chain?again=1', '/api/traffic'])(
    '%s is not answered, and told',
    async (path) => {
      const { status, body } = await open(path, { ...foreign, 'X-Role': 'admin' });
      expect({ status, code: (body as { code: string }).code }).toEqual({
        status: 403,
        code: 'ERR_EMAS_DASHBOARD_CROSS_SITE',
      });
      expect(told).toMatchObject([
        { name: 'cross_site_refused', fields: { origin: 'https://x.example', method: 'GET' } },
      ]);
    },
  );

  it('from the address bar, from our page and from a program it is', async () => {
    for (const site of [{ 'Sec-Fetch-Site': 'none' }, { 'Sec-Fetch-Site': 'same-origin' }, {}]) {
      const { status } = await open('/api/security/lines', { 'X-Role': 'security', ...site });
      expect(status).toBe(200);
    }
  });
});

it('who read lines of the log is told, by name', async () => {
  const { status } = await open('/api/security/lines', { 'X-Role': 'security', 'X-Name': 'mei' });
  expect(status).toBe(200);
  expect(told).toMatchObject([
    {
      name: 'sensitive_read',
      fields: { resource: 'log lines', by: 'mei', source_network: '127.0.0.1' },
    },
  ]);
});

it('a pattern of a hundred stars is answered, and the app goes on', async () => {
  const { status } = await open(`/api/security/lines?event=${'*'.repeat(99)}!`, {
    'X-Role': 'security',
  });
  expect(status).toBe(200);
});
