import { describe, expect, it } from '@jest/globals';
import { campaignOf, referrerHost } from '../src/record/traffic-source.ts';

describe('a referrer', () => {
  const own = new Set(['portal.example', '192.0.2.7']);
  it.each([
    [undefined, '', true],
    ['-', '', true],
    ['https://WWW.Google.com/search?q=hidden', 'google.com', true],
    ['https://portal.example/claims/1', '', true],
    ['https://192.0.2.7/claims/1', '', true],
    ['android-app://com.google.android.gm/', 'com.google.android.gm', true],
    ['https://xn--fiqs8s.example/', 'xn--fiqs8s.example', true],
    ['not a url', '', false],
    ['javascript:alert(1)', '', false],
    ['https://exa mple.com', '', false],
    [`https://${'a'.repeat(3000)}.com/`, '', false],
    ['https://user:secret@news.example/', 'news.example', true],
    // An address may be a person's.
    ['http://203.0.113.199/', '(address)', true],
    ['http://192.168.1.14:8080/panel', '(address)', true],
    ['http://3232235790/', '(address)', true],
    ['http://[2001:db8::7]/', '(address)', true],
    ['android-app://203.0.113.199/', '(address)', true],
  ])('%s is the host %s', (header, host, valid) => {
    expect(referrerHost(header, own)).toEqual({ host, valid });
  });
});

describe('a campaign', () => {
  it('is read in full, in lower case, whatever the case of its parameters', () => {
    expect(
      campaignOf(
        '/?UTM_SOURCE=News%20Letter&Utm_Medium=EMAIL&utm_campaign=Nov&utm_content=Top-Banner&utm_term=Klinik%2024%20Jam&utm_id=77',
      ),
    ).toEqual({
      utmSource: 'news letter',
      utmMedium: 'email',
      utmCampaign: 'nov',
      utmContent: 'top-banner',
      utmTerm: 'klinik 24 jam',
      clickId: '',
    });
  });

  const source = (query: string): string => campaignOf(`/?${query}`).utmSource;
  it.each([
    ['ref=Partner', 'partner'],
    ['source=newsletter', 'newsletter'],
    ['ref=producthunt.com', 'producthunt.com'],
    ['ref=https%3A%2F%2Fwww.other.example%2Fx%3Fy', 'other.example'],
    ['ref=other.example/x', 'other.example'],
    ['utm_source=https%3A%2F%2Fother.example%2Fx', 'other.example'],
    ['utm_source=&ref=partner', 'partner'],
    ['utm_source=first&utm_source=second', 'first'],
    ['utm_source=google%20my%20business', 'google my business'],
    ['utm_source=Partner.Example', 'partner.example'],
    // Not a source: a path, a sentence, a person, a token.
    ['source=/claims/list', ''],
    ['utm_source=/claims/list', ''],
    ['source=claims/list', ''],
    ['ref=back to the list', ''],
    ['source=member-4711', ''],
    ['ref=siti%40example.com', ''],
    ['ref=k3J9x2', ''],
    ['ref=203.0.113.9', ''],
    ['utm_source=http://203.0.113.9/x', ''],
    ['source=850505-10-5555', ''],
    ['q=1', ''],
    ['', ''],
  ])('?%s has the source "%s"', (query, expected) => {
    expect(source(query)).toBe(expected);
  });

  it.each([
    ['utm_source=siti%40example.com', ':email'],
    ['utm_source=member-4711', ':id'],
    ['utm_source=user_12', ':id'],
    ['utm_source=siti%20binti%20ali', ':name'],
    ['utm_source=Nur%20Aisyah%20binti%20Rahman', ':name'],
    ['utm_source=Muthu%20a%2Fl%20Samy', ':name'],
    ['utm_source=850101145678', ':id'],
    ['utm_source=%D9%A8%D9%A5%D9%A0%D9%A5%D9%A0%D9%A5%D9%A1%D9%A0%D9%A5%D9%A5%D9%A5%D9%A5', ':id'],
    ['utm_source=kx7qv2mp9z4t', ':token'],
    ['utm_source=a%00b%E2%80%AEc', 'abc'],
  ])('?%s is masked as "%s", in each parameter', (query, expected) => {
    expect(source(query)).toBe(expected);
    const value = query.slice('utm_source='.length);
    const { utmMedium, utmCampaign, utmContent, utmTerm } = campaignOf(
      `/?utm_medium=${value}&utm_campaign=${value}&utm_content=${value}&utm_term=${value}`,
    );
    expect([utmMedium, utmCampaign, utmContent, utmTerm]).toEqual(Array(4).fill(expected));
  });

  it.each(['sale-2026', 'black-friday-2025', 'q4-2026', 'banner-300x250', '728x90', 'video_v2'])(
    'keeps %s as it is',
    (value) => {
      expect(campaignOf(`/?utm_campaign=${value}`).utmCampaign).toBe(value);
    },
  );

  it.each([
    ['gclid=Cj0KCQiA', 'gclid'],
    ['GCLID=Cj0KCQiA&fbclid=x', 'gclid'],
    ['wbraid=a', 'wbraid'],
    ['msclkid=a', 'msclkid'],
    ['ttclid=a', 'ttclid'],
    ['fbclid=IwAR0secret', 'fbclid'],
    ['gclid=', ''],
    ['mygclid=1', ''],
  ])('?%s has a click id of the kind "%s", and its value is kept nowhere', (query, kind) => {
    const campaign = campaignOf(`/?${query}`);
    expect(campaign.clickId).toBe(kind);
    expect(JSON.stringify(campaign)).not.toMatch(/Cj0KCQiA|IwAR0secret/i);
  });

  it('is bounded, whatever is sent', () => {
    const many = Array.from({ length: 5000 }, (_, index) => `p${index}=1`).join('&');
    expect(campaignOf(`/?${many}&utm_source=late`).utmSource).toBe('');
    expect(campaignOf(`/?utm_campaign=${'a '.repeat(900)}`).utmCampaign.length).toBeLessThanOrEqual(
      100,
    );
  });
});
