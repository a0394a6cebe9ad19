import { describe, expect, it } from '@jest/globals';
import { createClientParser } from '../src/internal.ts';

const parse = createClientParser(10);
const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('a bot', () => {
  it.each([
    ['Mozilla/5.0 (compatible; GTmetrix; https://gtmetrix.com) Chrome/90', 'GTmetrix'],
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko; GTmetrix https://gtmetrix.com/) Chrome/90.0 Safari/537.36',
      'GTmetrix',
    ],
    ['Mozilla/5.0 (compatible; Dataprovider.com)', 'Dataprovider.com'],
    ['BrandVerity/1.0 (http://www.brandverity.com/why-is-brandverity-visiting-me)', 'BrandVerity'],
    [
      'Mozilla/5.0 (compatible; Cloudflare-Healthchecks/1.0; +https://www.cloudflare.com/; healthcheck-id: a)',
      'Cloudflare-Healthchecks',
    ],
    ['Mozilla/5.0 (compatible; Miniflux/2.0.x; +https://miniflux.app)', 'Miniflux'],
    ['Mozilla/5.0 (compatible; Genieo/1.0 http://www.genieo.com/webfilter.html)', 'Genieo'],
    ['Mozilla/5.0 (compatible; proximic; +https://www.comscore.com/Web-Crawler)', 'proximic'],
    ['ia_archiver (+http://www.alexa.com/site/help/webmasters; crawler@alexa.com)', 'ia_archiver'],
    [`Mozilla/5.0 (Windows NT 6.1) ${WEBKIT} Chrome/50.0 Safari/537.36; 360Spider`, '360Spider'],
    ['python-requests/2.31.0', 'python-requests'],
    // Only the page that explains it says whose it is.
    ['Mozilla/5.0 (compatible; +http://www.example.org/robot)', 'example.org'],
    ['http://www.example.net:8080/crawl', 'example.net'],
    ['Mozilla/5.0 (crawler; admin@monitor.example.net)', 'monitor.example.net'],
    [
      `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_6) ${WEBKIT} (http://watch.example/)`,
      'watch.example',
    ],
    // None says who it is.
    ...[
      'robot',
      'server',
      'Mozilla',
      'Mozilla/5.0',
      'Mozilla/5.0 (compatible; crawler)',
      '<a>',
    ].map((agent): [string, string] => [agent, 'other']),
  ])('%s is called %s', (agent, name) => {
    expect(parse(agent).bot).toBe(name);
  });
});

describe('a person', () => {
  it.each([
    `Mozilla/5.0 (Linux; Android 5.1; M bot 54 Build/LMY47I) ${WEBKIT} Chrome/61.0 Mobile Safari/537.36`,
    `Mozilla/5.0 (Linux; Android 9; M bot 60) ${WEBKIT} Chrome/80.0 Mobile Safari/537.36`,
    `Mozilla/5.0 (Linux; Android 4.4.2; Discovery II Build/KOT49H) ${WEBKIT} Chrome/40.0 Mobile Safari/537.36`,
    `Mozilla/5.0 (Linux; U; Android 4.2.2; en-us; General Mobile Discovery Build/JZO54K) ${WEBKIT} Chrome/40.0 Mobile Safari/537.36`,
    `Mozilla/5.0 (Linux; U; Android 9; zh-cn; PBEM00 Build/PKQ1) ${WEBKIT} Version/4.0 Chrome/78.0 Mobile Safari/537.36 SogouMSE,SogouMobileBrowser/5.25.9`,
  ])('with a rare telephone is no bot: %s', (agent) => {
    expect(parse(agent)).toMatchObject({ bot: null, device: 'mobile' });
  });

  it.each([
    `Mozilla/5.0 (Linux; Android 10; Google TV Build/QT) ${WEBKIT} Chrome/90.0 Safari/537.36`,
    `Mozilla/5.0 (Linux; Android 9; Google Chromecast) ${WEBKIT} Chrome/90.0 Safari/537.36 CrKey/1.54`,
    'Opera/9.80 (Linux armv7l; NETRANGEMMH; HbbTV/1.1.1 (;Vendor;42;1.0;;)) Presto/2.12.407 Version/12.50',
    `Mozilla/5.0 (Linux; Linux armv7l) ${WEBKIT} Chrome/88.0 Safari/537.36 OPR/46.0 OMI/4.20 VIDAA/5.0 (Hisense;SmartTV;65A6G)`,
    'Opera/9.80 (Linux armv7l; Opera TV Store/5602; (SonyBDP/BDV13)) Presto/2.12.362 Version/12.11',
    'Opera/9.80 (Linux mips; U; InettvBrowser/2.2 (00014A;SonyDTV115;0002;0100) KDL40EX720; CC/USA; en) Presto/2.7.61 Version/11.00',
    `Mozilla/5.0 (Linux; Android 9; X96 mini) ${WEBKIT} Chrome/90.0 Safari/537.36`,
    `Mozilla/5.0 (Linux; Android 11; MiTV-AXFR0 Build/RTT2) ${WEBKIT} Chrome/95.0 Safari/537.36`,
  ])('at a television is no bot, and at a television: %s', (agent) => {
    expect(parse(agent)).toMatchObject({ bot: null, device: 'tv' });
  });

  it.each([
    [
      'Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 SmartTVRemote/3.0',
      'tablet',
    ],
    [
      `Mozilla/5.0 (Linux; Android 14; SM-A536E; wv) ${WEBKIT} Version/4.0 Chrome/125.0 Mobile Safari/537.36 ExampleTV/2.0`,
      'mobile',
    ],
    [`Mozilla/5.0 (Linux; Android 14; SM-X710) ${WEBKIT} Chrome/125.0 Safari/537.36`, 'tablet'],
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/120.0 Safari/537.36 ITV/2.0`,
      'desktop',
    ],
  ])('%s is at a %s', (agent, device) => {
    expect(parse(agent)).toMatchObject({ device });
  });

  it.each([
    'Mozilla/5.0 (SMART-TV; Linux; Tizen 5.0; compatible; ExampleBot/1.0; +https://bot.example/)',
    `Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) ${WEBKIT} Chrome/120.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)`,
    'Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)',
  ])('is not who says that he is a bot, whatever he runs on: %s', (agent) => {
    expect(parse(agent).bot).not.toBeNull();
  });
});
