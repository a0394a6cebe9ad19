import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { migrateAnalytics, trafficQueries } from '../src/index.ts';
import { campaignOf, referrerHost } from '../src/record/traffic-source.ts';
import { sourceOf } from '../src/source/classify.ts';
import { SOURCE_RULES } from '../src/source/source-rules.ts';

const told = (referrer: string, utm_source = '', utm_medium = '') => ({
  referrer,
  utm_source,
  utm_medium,
});

const CASES: readonly (readonly [ReturnType<typeof told>, string, string])[] = [
  [told(''), '', 'Direct'],
  [told('google.com'), 'Google', 'Organic Search'],
  [told('google.com.my'), 'Google', 'Organic Search'],
  [told('mail.google.com'), 'Gmail', 'Email'],
  [told('docs.google.com'), 'docs.google.com', 'Referral'],
  [told('l.facebook.com'), 'Facebook', 'Organic Social'],
  // A part of a name is not the name: t.co, x.com and fb.com are in these.
  [told('microsoft.com'), 'microsoft.com', 'Referral'],
  [told('netflix.com'), 'netflix.com', 'Referral'],
  [told('fedex.com'), 'fedex.com', 'Referral'],
  [told('notgoogle.com'), 'notgoogle.com', 'Referral'],
  [told('t.co'), 'X', 'Organic Social'],
  [told('chatgpt.com'), 'ChatGPT', 'AI Assistants'],
  [told('gemini.google.com'), 'Gemini', 'AI Assistants'],
  [told('m.youtube.com'), 'YouTube', 'Organic Video'],
  [told('shopee.com.my'), 'Shopee', 'Organic Shopping'],
  [told('google.com', 'google', 'cpc'), 'Google', 'Paid Search'],
  [told('', 'facebook', 'paid-social'), 'Facebook', 'Paid Social'],
  [told('', 'youtube', 'cpv'), 'YouTube', 'Paid Video'],
  [told('', 'youtube', 'cpm'), 'YouTube', 'Paid Video'],
  [told('', 'partner', 'cpm'), 'partner', 'Display'],
  [told('', 'partner', 'cpc'), 'partner', 'Paid Other'],
  [told('', 'newsletter', 'email'), 'newsletter', 'Email'],
  [told('', 'Partner.Example', 'affiliate'), 'partner.example', 'Affiliates'],
  [told('', 'clinic', 'sms'), 'clinic', 'SMS'],
  [told('', 'app', 'web-push'), 'app', 'Mobile Push'],
  [told('', 'poster'), 'poster', 'Referral'],
  [told('', '', 'social'), '', 'Organic Social'],
  [told('news.example'), 'news.example', 'Referral'],
];

describe('a source', () => {
  it.each(CASES)('%j is named and sorted', (visit, source, channel) => {
    expect(sourceOf(visit)).toEqual({ source, channel });
  });

  it('has one rule a key', () => {
    const keys = SOURCE_RULES.flatMap((rule) => rule.keys);
    expect(keys).toHaveLength(new Set(keys).size);
    expect(keys.filter((key) => key !== key.toLowerCase() || key === '')).toEqual([]);
  });
});

describe('the engine', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine();
    await migrateAnalytics(engine.client);
    const rules = SOURCE_RULES.flatMap(({ keys }) =>
      keys.map((key) => [told(key), '', ''] as const),
    );
    await engine.client.insert({
      table: 'emas_traffic_wire',
      format: 'JSONEachRow',
      values: [...CASES, ...rules].map(([visit]) => ({
        app: 'portal',
        slot: 1_790_000_100,
        minute: 1_790_000_100,
        day: '2026-09-21',
        view_page: '/',
        add_views: 1,
        first_source: 1,
        first_channel: 1,
        ...visit,
      })),
    });
  });
  afterAll(async () => engine.stop());

  it.each(['source', 'channel'] as const)('gives every %s the same name', async (dimension) => {
    const queries = trafficQueries({ client: engine.client, timeZone: 'UTC', smallCells: 1 });
    const expected: Record<string, number> = {};
    const add = (visit: ReturnType<typeof told>): void => {
      const name = sourceOf(visit)[dimension];
      expected[name] = (expected[name] ?? 0) + 1;
    };
    for (const [visit] of CASES) add(visit);
    for (const { keys } of SOURCE_RULES) for (const key of keys) add(told(key));
    const question = { app: 'portal', from: '2026-09-21', to: '2026-09-21', timeZone: 'UTC' };
    const { rows } = await queries.breakdown(question, dimension, { limit: 1000 });
    expect(Object.fromEntries(rows.map(({ value, views }) => [value, views]))).toEqual(expected);
  });
});

describe('a referrer', () => {
  const own = new Set(['portal.example']);
  it.each([
    [undefined, '', true],
    ['-', '', true],
    ['https://WWW.Google.com/search?q=hidden', 'google.com', true],
    ['https://portal.example/claims/1', '', true],
    ['android-app://com.google.android.gm/', 'com.google.android.gm', true],
    ['https://xn--fiqs8s.example/', 'xn--fiqs8s.example', true],
    ['not a url', '', false],
    ['javascript:alert(1)', '', false],
    ['https://exa mple.com', '', false],
    [`https://${'a'.repeat(3000)}.com/`, '', false],
    ['https://user:secret@news.example/', 'news.example', true],
  ])('%s is the host %s', (header, host, valid) => {
    expect(referrerHost(header, own)).toEqual({ host, valid });
  });
});

describe('a campaign', () => {
  it.each([
    ['/?utm_source=News%20Letter&utm_medium=EMAIL&utm_campaign=Nov', 'news letter', 'email', 'Nov'],
    ['/?ref=Partner', 'partner', '', ''],
    ['/?utm_source=siti%40example.com', ':email', '', ''],
    ['/?utm_campaign=850101145678', '', '', ':id'],
    ['/?utm_source=a%00b%E2%80%AEc', 'abc', '', ''],
    ['/?q=1', '', '', ''],
    ['/', '', '', ''],
  ])('%s', (url, utmSource, utmMedium, utmCampaign) => {
    expect(campaignOf(url)).toEqual({ utmSource, utmMedium, utmCampaign });
  });
});
