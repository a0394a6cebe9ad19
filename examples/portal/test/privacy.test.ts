import { describe, expect, it } from '@jest/globals';
import type { Suite } from '@emas/suite';
import request from 'supertest';
import { CONTROLLER } from '../src/privacy/controller.ts';
import { portalApp } from './portal-app.ts';

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
