import { describe, expect, it } from '@jest/globals';
import { createClientParser } from '../src/internal.ts';
import type { Client } from '../src/index.ts';

const parse = createClientParser(10);
const hinted = (agent: string, hints: Record<string, string>): Client =>
  parse(agent, (name) => hints[name]);

describe('createClientParser', () => {
  it.each([
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
      {
        browser: 'Mobile Safari',
        browserVersion: '17',
        os: 'iOS',
        device: 'mobile',
        vendor: 'Apple',
        model: 'iPhone',
      },
    ],
    [
      'Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Mobile Safari/537.36',
      {
        browser: 'Chrome',
        os: 'Android',
        osVersion: '14',
        device: 'mobile',
        vendor: 'Samsung',
        model: 'SM-S911B',
      },
    ],
    [
      'Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Safari/604.1',
      { device: 'tablet', vendor: 'Apple' },
    ],
    [
      'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
      { browser: 'Firefox', browserVersion: '128', os: 'Linux', device: 'desktop' },
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
      { browser: 'Safari', os: 'macOS', device: 'desktop' },
    ],
  ])('knows %s', (agent, expected) => {
    expect(parse(agent)).toMatchObject({ ...expected, bot: null });
  });

  it.each([
    ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'Googlebot'],
    ['msnbot/2.0b (+http://search.msn.com/msnbot.htm)', 'Bingbot'],
    ['Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)', 'YandexBot'],
    ['UniversalFeedParser/4.2-pre-314-svn +http://feedparser.org/', 'UniversalFeedParser'],
    ['Tiny Tiny RSS/1.11 (http://tt-rss.org/)', 'Tiny Tiny RSS'],
    ['curl/8.0.1', 'curl'],
    ['Mozilla/5.0 (compatible; Ezooms/1.0; help@moz.com)', 'Ezooms'],
    [
      'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)',
      'OpenAI',
    ],
    ['', '(none)'],
  ])('names the bot %s', (agent, name) => {
    expect(parse(agent).bot).toBe(name);
  });

  it('lets client hints correct what a reduced user agent hides', () => {
    const reduced =
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
    const hints = {
      'sec-ch-ua': '"Not;A=Brand";v="8", "Chromium";v="142", "Brave";v="141"',
      'sec-ch-ua-platform': '"Android"',
      'sec-ch-ua-platform-version': '"16.0.0"',
      'sec-ch-ua-mobile': '?1',
      'sec-ch-ua-model': '"Pixel 9"',
    };
    expect(hinted(reduced, hints)).toMatchObject({
      browser: 'Brave',
      browserVersion: '141',
      os: 'Android',
      osVersion: '16.0.0',
      device: 'mobile',
      model: 'Pixel 9',
    });
    expect(parse(reduced)).toMatchObject({ browser: 'Chrome', osVersion: '10' });
  });

  it('answers hostile strings in about a millisecond at most, the cache filled over and over', () => {
    const hostile = [
      'Mozilla/'.repeat(1024),
      'a('.repeat(4096),
      'Opera Mini/ '.repeat(700),
      'Mozilla/5.0 (Linux; Android ;;;;;;;;;; '.repeat(200),
      ` ${'\u0000\u202e\uFFFD'.repeat(2000)}`,
      'Version/'.repeat(500) + 'Mobile/'.repeat(500),
    ];
    const parser = createClientParser(100);
    parser('warm up');
    const costs = hostile.map((text) => {
      // The processor's time: what else the machine is busy with does not count.
      const start = process.cpuUsage();
      for (let round = 0; round < 200; round += 1) parser(`${round} ${text}`);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 200 / 1000;
    });
    expect(Math.max(...costs)).toBeLessThan(1.5);
    expect(parser(hostile[4]).browser).not.toMatch(/[\u0000\u202e]/);
  });
});
