import { describe, expect, it } from '@jest/globals';
import { sourceOf } from '../src/source/classify.ts';
import { isReferrerSpam } from '../src/source/referrer-spam.ts';

const told = (referrer: string, utm_source = '', utm_medium = '', more: object = {}) => ({
  referrer,
  utm_source,
  utm_medium,
  ...more,
});

describe('a referrer', () => {
  it.each([
    ['', '', 'Direct'],
    ['google.com', 'Google', 'Organic Search'],
    ['google.com.my', 'Google', 'Organic Search'],
    ['m.google.se', 'Google', 'Organic Search'],
    ['images.google.at', 'Google', 'Organic Search'],
    ['yandex.uz', 'Yandex', 'Organic Search'],
    ['fr.search.yahoo.com', 'Yahoo', 'Organic Search'],
    ['search.yahoo.co.jp', 'Yahoo', 'Organic Search'],
    ['cn.bing.com', 'Bing', 'Organic Search'],
    ['m.naver.com', 'Naver', 'Organic Search'],
    ['so.com', '360 Search', 'Organic Search'],
    ['l.facebook.com', 'Facebook', 'Organic Social'],
    ['pinterest.co.uk', 'Pinterest', 'Organic Social'],
    ['ok.ru', 'Odnoklassniki', 'Organic Social'],
    ['t.co', 'X', 'Organic Social'],
    ['blog.naver.com', 'Naver Cafe', 'Organic Social'],
    ['m.youtube.com', 'YouTube', 'Organic Video'],
    ['shopee.com.my', 'Shopee', 'Organic Shopping'],
    ['amazon.co.jp', 'Amazon', 'Organic Shopping'],
    ['ebay.de', 'eBay', 'Organic Shopping'],
    ['chatgpt.com', 'ChatGPT', 'AI Assistants'],
    ['gemini.google.com', 'Gemini', 'AI Assistants'],
    ['notebooklm.google.com', 'NotebookLM', 'AI Assistants'],
    ['duck.ai', 'Duck.ai', 'AI Assistants'],
    ['mail.google.com', 'Gmail', 'Email'],
    ['mail.yandex.ru', 'Yandex Mail', 'Email'],
    // Apps that open a link.
    ['com.reddit.frontpage', 'Reddit', 'Organic Social'],
    ['com.google.android.gm', 'Gmail', 'Email'],
    ['com.google.android.googlequicksearchbox', 'Google', 'Organic Search'],
    ['com.google.android.apps.searchlite', 'Google', 'Organic Search'],
    ['com.linkedin.android', 'LinkedIn', 'Organic Social'],
    ['news.example', 'news.example', 'Referral'],
    ['(address)', '(address)', 'Referral'],
  ])('%s is %s, %s', (referrer, source, channel) => {
    expect(sourceOf(told(referrer))).toEqual({ source, channel });
  });

  // A part of a name is not the name: t.co, x.com and fb.com are in the first ones.
  it.each([
    ...['microsoft.com', 'reddit.co', 'netflix.com.example', 'fedex.com', 'notgoogle.com'],
    ...['google.example', 'google.com.evil.example', 'mygoogle.com.my', 'google.com.my.example'],
    ...['blog.google', 'about.google', 'ai.google', 'docs.google.com', 'news.google.com'],
    ...['maps.google.com', 'photos.google.com', 'chat.google.com', 'ads.google.com'],
    ...['analytics.google.com', 'translate.google.com', 'accounts.google.co.uk', 'disk.yandex.ru'],
    ...['pan.baidu.com', 'aws.amazon.com', 'finance.yahoo.com', 'pinyin.sogou.com', 'google'],
    ...['facebook', 'com', 'co.uk', 'com.reddit.frontpage.example', 'cnn.com'],
  ])('%s is nobody else', (referrer) => {
    expect(sourceOf(told(referrer))).toEqual({ source: referrer, channel: 'Referral' });
  });

  it.each([
    ['semalt.com', true],
    ['seo.semalt.com', true],
    ['buttons-for-website.com', true],
    ['notsemalt.com', false],
    ['semalt.com.example', false],
    ['google.com', false],
    ['', false],
  ])('%s is spam: %s', (host, isSpam) => {
    expect(isReferrerSpam(host)).toBe(isSpam);
  });
});

/** GA4's definitions, in its order (support.google.com/analytics/answer/9756891). */
describe("a campaign's channel", () => {
  it.each([
    [told('', '(direct)', '(none)'), '', 'Direct'],
    [told('', '(direct)', '(not set)'), '', 'Direct'],
    [told('', '', ''), '', 'Direct'],
    [told('', 'google', 'cpc', { utm_campaign: 'nov-cross-network' }), 'Google', 'Cross-network'],
    [told('', 'shopee', 'cpc'), 'Shopee', 'Paid Shopping'],
    [told('', 'news', 'cpc', { utm_campaign: 'summer-shopping' }), 'news', 'Paid Shopping'],
    [told('', 'news', 'cpc', { utm_campaign: 'Shop-now' }), 'news', 'Paid Shopping'],
    [told('', 'news', 'cpc', { utm_campaign: 'eshop' }), 'news', 'Paid Shopping'],
    // Google's expression takes an "e" before "shop", and no other letter.
    [told('', 'news', 'cpc', { utm_campaign: 'workshop' }), 'news', 'Paid Other'],
    [told('google.com', 'google', 'cpc'), 'Google', 'Paid Search'],
    [told('', 'google', 'retargeting'), 'Google', 'Paid Search'],
    [told('', 'facebook', 'paid-social'), 'Facebook', 'Paid Social'],
    [told('', 'youtube', 'cpv'), 'YouTube', 'Paid Video'],
    [told('', 'youtube', 'cpm'), 'YouTube', 'Paid Video'],
    [told('', 'partner', 'cpm'), 'partner', 'Display'],
    [told('', 'partner', 'banner'), 'partner', 'Display'],
    [told('', 'google', 'display'), 'Google', 'Display'],
    [told('', 'partner', 'cpc'), 'partner', 'Paid Other'],
    [told('', 'partner', 'ppc'), 'partner', 'Paid Other'],
    [told('', 'amazon'), 'Amazon', 'Organic Shopping'],
    [told('', 'news', 'link', { utm_campaign: 'shopping' }), 'news', 'Organic Shopping'],
    // The source comes before the medium.
    [told('', 'facebook', 'email'), 'Facebook', 'Organic Social'],
    [told('', 'partner', 'social-media'), 'partner', 'Organic Social'],
    [told('', '', 'social'), '', 'Organic Social'],
    [told('', 'vimeo', 'email'), 'Vimeo', 'Organic Video'],
    [told('', 'partner', 'online_video'), 'partner', 'Organic Video'],
    [told('', 'google'), 'Google', 'Organic Search'],
    [told('', 'partner', 'organic'), 'partner', 'Organic Search'],
    [told('', 'chatgpt.com'), 'ChatGPT', 'AI Assistants'],
    [told('', 'newsletter', 'email'), 'newsletter', 'Email'],
    [told('', 'e-mail', 'monthly'), 'e-mail', 'Email'],
    [told('', 'Partner.Example', 'affiliate'), 'partner.example', 'Affiliates'],
    [told('', 'partner', 'affiliates'), 'partner', 'Unassigned'],
    [told('', 'partner', 'referral'), 'partner', 'Referral'],
    [told('', 'partner', 'app'), 'partner', 'Referral'],
    [told('', 'partner', 'link'), 'partner', 'Referral'],
    [told('', 'radio', 'audio'), 'radio', 'Audio'],
    [told('', 'clinic', 'sms'), 'clinic', 'SMS'],
    [told('', 'sms', 'blast'), 'sms', 'SMS'],
    [told('', 'app', 'web-push'), 'app', 'Mobile Push'],
    [told('', 'firebase', 'fcm'), 'firebase', 'Mobile Push'],
    [told('', 'poster'), 'poster', 'Unassigned'],
    [told('', 'poster', 'print'), 'poster', 'Unassigned'],
    [told('news.example', '', 'print'), 'news.example', 'Unassigned'],
  ])('%j is %s, %s', (visit, source, channel) => {
    expect(sourceOf(visit)).toEqual({ source, channel });
  });

  it.each([
    [told('', '', '', { click_id: 'gclid' }), 'Google', 'Paid Search'],
    [told('google.com', '', '', { click_id: 'gbraid' }), 'Google', 'Paid Search'],
    [told('youtube.com', '', '', { click_id: 'wbraid' }), 'YouTube', 'Paid Video'],
    [told('duckduckgo.com', '', '', { click_id: 'msclkid' }), 'DuckDuckGo', 'Paid Search'],
    [told('news.example', '', '', { click_id: 'msclkid' }), 'Bing', 'Paid Search'],
    [told('', '', '', { click_id: 'ttclid' }), 'TikTok', 'Paid Social'],
    [told('', 'facebook', '', { click_id: 'gclid' }), 'Facebook', 'Paid Social'],
    [told('', 'google', 'display', { click_id: 'gclid' }), 'Google', 'Display'],
    [told('', '', '', { click_id: 'dclid' }), 'Google', 'Display'],
    [
      told('', 'google', '', { click_id: 'gclid', utm_campaign: 'shopping' }),
      'Google',
      'Paid Shopping',
    ],
    // Facebook adds it to every link.
    [told('facebook.com', '', '', { click_id: 'fbclid' }), 'Facebook', 'Organic Social'],
    [told('', '', '', { click_id: 'fbclid' }), '', 'Direct'],
  ])('%j was paid for, or not: %s, %s', (visit, source, channel) => {
    expect(sourceOf(visit)).toEqual({ source, channel });
  });
});
