import { describe, expect, it, test } from '@jest/globals';
import { createEventBus } from '@emas/events';
import type { EmasEvent } from '@emas/events';
import { hardening } from '@emas/hardening';
import { requestContext } from '@emas/request-context';
import express from 'express';
import type { Application } from 'express';
import fc from 'fast-check';
import request from 'supertest';
import { examples } from '../../../test/runner/repetition.ts';
import { readReports } from '../src/reports/browser-report.ts';

const PATH = '/.well-known/emas-reports';

function site(): { app: Application; heard: EmasEvent[] } {
  const bus = createEventBus();
  const heard: EmasEvent[] = [];
  bus.subscribe((event) => heard.push(event));
  const app = express();
  app.use(requestContext({ app }), hardening({ events: bus }));
  return { app, heard };
}

const send = (app: Application, body: string, type = 'application/csp-report') =>
  request(app).post(PATH).set('Content-Type', type).send(body);

const csp = {
  'csp-report': {
    'document-uri': 'https://portal.example/en/claims/4711?policy=EM-1#top',
    'effective-directive': 'script-src-elem',
    'blocked-uri': 'https://evil.example/a.js?member=4711',
    'source-file': 'https://portal.example/app.js?x=1',
    'line-number': 12,
    disposition: 'enforce',
  },
};

describe('reports of browsers', () => {
  test.each<[string, unknown, string, object]>([
    [
      'of CSP 2',
      csp,
      'csp_violation',
      {
        directive: 'script-src-elem',
        blocked: 'https://evil.example',
        page: 'https://portal.example/en/claims/4711',
        source: 'https://portal.example/app.js:12',
        disposition: 'enforce',
      },
    ],
    [
      'of the Reporting API',
      [
        {
          type: 'csp-violation',
          url: 'https://portal.example/en',
          body: {
            effectiveDirective: 'style-src-attr',
            blockedURL: 'inline',
            documentURL: 'https://portal.example/en',
            disposition: 'report',
          },
        },
      ],
      'csp_violation',
      { directive: 'style-src-attr', blocked: 'inline', disposition: 'report' },
    ],
    [
      'of network errors',
      [
        {
          type: 'network-error',
          url: 'https://portal.example/a?b=c',
          age: 5,
          body: { type: 'tcp.timed_out', phase: 'connection' },
        },
      ],
      'browser_report',
      { type: 'network-error', what: 'tcp.timed_out', page: 'https://portal.example/a' },
    ],
    [
      'of deprecated features',
      [
        {
          type: 'deprecation',
          url: 'https://portal.example/',
          body: { id: 'UnloadHandler', sourceFile: 'https://portal.example/x.js', lineNumber: 3 },
        },
      ],
      'browser_report',
      { type: 'deprecation', what: 'UnloadHandler', source: 'https://portal.example/x.js:3' },
    ],
  ])('%s become an event, without anybody’s query', async (_name, body, event, fields) => {
    const { app, heard } = site();
    const type = Array.isArray(body) ? 'application/reports+json' : 'application/csp-report';
    expect((await send(app, JSON.stringify(body), type)).status).toBe(204);
    expect(heard).toMatchObject([{ name: event, fields }]);
    expect(JSON.stringify(heard)).not.toMatch(/EM-1|member=|b=c/);
  });

  test('cannot be used to fill the log or the memory', async () => {
    const { app, heard } = site();
    const many = Array.from({ length: 1000 }, (_, n) => ({
      type: 'x',
      url: `https://a.example/${n}`,
      body: {},
    }));
    await send(app, JSON.stringify(many), 'application/reports+json');
    expect(heard).toHaveLength(50);
    expect((await send(app, `"${'x'.repeat(70_000)}"`)).status).toBe(413);
    expect((await send(app, 'not=json', 'application/x-www-form-urlencoded')).status).toBe(415);
    expect((await send(app, '{"csp-report": 5')).status).toBe(204);
    expect(heard).toHaveLength(50);
    const flood = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        send(app, JSON.stringify([{ type: `t${n}`, url: 'x', body: {} }])),
      ),
    );
    expect(new Set(flood.map(({ status }) => status))).toEqual(new Set([204]));
    expect(heard.length).toBeLessThan(250);
  });

  it('reads whatever comes without throwing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (body) => {
        expect(Array.isArray(readReports(body))).toBe(true);
        expect(Array.isArray(readReports(`{"csp-report": ${body}}`))).toBe(true);
      }),
      examples(2000),
    );
  });
});
