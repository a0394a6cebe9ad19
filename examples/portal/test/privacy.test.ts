import { describe, expect, it } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Suite, SuiteOptions } from '@emas/suite';
import type { Express } from 'express';
import request from 'supertest';
import { CONTROLLER } from '../src/privacy/controller.ts';
import { MEMBER, portalApp } from './portal-app.ts';

let emas: Suite | undefined;
const app = portalApp({}, (_app, own) => {
  emas = own;
});

async function noticeIn(language: string): Promise<string> {
  const { text } = await request(app).get(`/${language}/privacy`).set('Accept', 'text/html');
  const [, notice = ''] = /(<div class="emas-privacy"[^]*?<\/div>)/.exec(text) ?? [];
  return notice;
}

describe.each(['en', 'ms'] as const)('the privacy page in %s', (language) => {
  it('has a sentence for each place of the map, and no sentence about data without a place', async () => {
    const notice = await noticeIn(language);
    const map = emas?.privacy?.map() ?? [];
    const named = [...notice.matchAll(/data-places="([^"]*)"/g)].flatMap(([, ids = '']) =>
      ids.split(' | '),
    );
    expect(new Set(named)).toEqual(new Set(map.map(({ id }) => id)));
    // Lists are about places, but the one that says whom to write to.
    const items = [...notice.matchAll(/<li([^>]*)>/g)].map(([, attributes]) => attributes);
    expect(items.filter((attributes) => attributes === '')).toHaveLength(2);
  });

  it('says who answers, what the forms are for, and what the law asks', async () => {
    const notice = await noticeIn(language);
    expect(notice).toContain(CONTROLLER.email);
    expect(notice).toContain(CONTROLLER.officerEmail);
    for (const own of Object.values(CONTROLLER.own ?? {})) {
      expect(notice).toContain(own[language].replaceAll('"', '&quot;').replaceAll("'", '&#39;'));
    }
  });
});

describe('a member', () => {
  const signedIn = async (at = app): Promise<string> => {
    const { headers } = await request(at)
      .post('/en/login')
      .set({ 'Sec-Fetch-Site': 'same-origin', 'X-Forwarded-Proto': 'https' })
      .type('form')
      .send(MEMBER);
    const cookies = headers['set-cookie'] as unknown as string[];
    return cookies.map((cookie) => cookie.split(';', 1)[0]).join('; ');
  };
  const openAs = (path: string, cookie: string, at = app): request.Test =>
    request(at).get(path).set({ Cookie: cookie, 'X-Forwarded-Proto': 'https', Accept: '*/*' });

  it('sees what is kept of them, in their language', async () => {
    const cookie = await signedIn();
    const { text } = await openAs('/ms/account/data', cookie);
    expect(text).toContain('<h1>Apa yang kami simpan tentang anda</h1>');
    expect(text).toMatch(/<strong>Sesi anda, dalam ingatan pelayan kami<\/strong>: [12] rekod\./);
    expect(text).toMatch(/<strong>Log percubaan log masuk, dalam fail pada pelayan kami<\/strong>/);
  });

  it('takes all of it along, and nothing of anybody else', async () => {
    const cookie = await signedIn();
    const { headers, text } = await openAs('/en/account/data.json', cookie);
    expect(headers['content-disposition']).toBe('attachment; filename=my-data.json');
    expect(headers['cache-control']).toBe('no-store');
    const copy = JSON.parse(text) as { account: object; places: { items: unknown[] }[] };
    expect(copy.account).toMatchObject({ username: MEMBER.username });
    expect(copy.places.length).toBeGreaterThan(1);
    expect(text).not.toContain(MEMBER.password);
    // Who looked is known afterwards: it may have been somebody with a stolen session.
    expect(text).toContain('"event": "subject_data_read"');
  });

  it('has to be signed in for it', async () => {
    for (const path of ['/en/account/data', '/en/account/data.json']) {
      const { status, headers } = await openAs(path, '');
      expect([status, headers['location']]).toEqual([303, '/en/login']);
    }
  });

  it('is told what is new in the notice, while it is new', async () => {
    const data = mkdtempSync(join(tmpdir(), 'portal-news-'));
    const started = (options: SuiteOptions): Express =>
      portalApp({ data, ...options }, (_app, own) => own.privacy?.announce());
    const first = started({});
    const { text: before } = await openAs('/en/account', await signedIn(first), first);
    expect(before).not.toContain('Our privacy notice has changed');
    const changed = started({ accessLog: true });
    const { text } = await openAs('/en/account', await signedIn(changed), changed);
    expect(text).toMatch(
      /Our privacy notice has changed[^]*<li>New: The log of requests, in a file on our server/,
    );
  });
});
