import { describe, expect, it, test } from '@jest/globals';
import {
  accessLogFormat,
  detectFormat,
  jsonMapping,
  LOG_FORMATS,
  mappedJsonFormat,
} from '@emas/log-lines';
import { growthOf, LINEAR } from '../../../test/runner/growth.ts';
import { SAMPLES, TIME } from './log-samples.ts';

const CLF = '[20/Nov/2026:10:00:00 +0800]';
const page = { time: TIME, url: '/claims', status: 200, address: '203.0.113.7' };

test('each format has lines to be read', () => {
  expect(Object.keys(SAMPLES).toSorted()).toEqual([...LOG_FORMATS].toSorted());
});

describe.each(Object.entries(SAMPLES))('the format %s', (name, samples) => {
  // One reader for all lines: what a header says holds for those behind it.
  const read = accessLogFormat(name).open();

  it.each(samples)('%j', (line, expected) => {
    const found = read(line);
    if (typeof expected === 'object') expect(found).toMatchObject(expected);
    else expect(found).toBe(expected);
  });

  it('is found out', () => {
    expect(detectFormat(samples.map(([line]) => line))?.name).toBe(name);
  });

  it('takes time in proportion to a line, whatever is in it', () => {
    const [line = ''] = samples.map(([text]) => text).filter((text) => text.length > 60);
    const parts = ['"', ' [', ' [20/', '\\"', '" ', ',', ', ', '{"a":', '%25', '\t', '""', line];
    const growth = growthOf((length) => {
      const reader = accessLogFormat(name).open();
      const lines = parts
        .map((part) => part.repeat(length))
        .flatMap((long) => [long, line + long, long + line]);
      return () => lines.forEach((long) => reader(long));
    }, 2000);
    expect(growth).toBeLessThan(LINEAR);
  });
});

it('nothing is found out of what is no log', () => {
  expect(detectFormat(['hello', '', '# a heading', '{"a":1}', '\u0000\u0001'])).toBeUndefined();
});

describe('a format string', () => {
  it.each<[string, string, object | string | undefined]>([
    [
      '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" "$http_x_forwarded_for"',
      `10.0.0.1 - ali ${CLF} "GET /claims HTTP/1.1" 200 5 "-" "Firefox" "203.0.113.7, 10.0.0.2"`,
      { ...page, user: 'ali', userAgent: 'Firefox' },
    ],
    [
      '$remote_addr - [$time_local] "$request" $status "$http_x_forwarded_for"',
      `203.0.113.7 - ${CLF} "GET /claims HTTP/1.1" 200 "198.51.100.9"`,
      page,
    ],
    [
      '${http_x_forwarded_for} $msec $request_method $scheme://$host$request_uri $status',
      '203.0.113.7 1795140000.000 GET https://portal.example/claims 200',
      { ...page, host: 'portal.example' },
    ],
    [
      '$remote_addr $time_iso8601 $request_method $uri$is_args$args $status',
      '203.0.113.7 2026-11-20T10:00:00+08:00 GET /claims?a=1 200',
      { ...page, url: '/claims?a=1' },
    ],
    [
      '$remote_addr [$time_local] $request $status $bytes_sent',
      `203.0.113.7 ${CLF} GET /claims HTTP/1.1 200 12`,
      page,
    ],
    [
      '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %D',
      `203.0.113.7 - ali ${CLF} "GET /claims HTTP/1.1" 200 5 "https://a.example/" "Firefox" 1234`,
      { ...page, user: 'ali', referrer: 'https://a.example/', userAgent: 'Firefox' },
    ],
    [
      String.raw`%v:%p %h %l %u %t \"%r\" %>s %O \"%{Referer}i\"`,
      `portal.example:443 203.0.113.7 - - ${CLF} "GET /claims HTTP/1.1" 200 5 "-"`,
      { ...page, host: 'portal.example', userAgent: undefined },
    ],
    [
      '%{X-Forwarded-For}i %!200,304{c}a 100%% %{%Y-%m-%dT%H:%M:%S%z}t "%m %U%q %H" %s',
      '203.0.113.7 - 100% 2026-11-20T10:00:00+0800 "GET /claims?a=1 HTTP/1.1" 200',
      { ...page, url: '/claims?a=1' },
    ],
    [
      '%a %{msec}t %{usec_frac}t "%r" %s',
      '203.0.113.7 1795140000000 12 "GET /claims HTTP/1.1" 200',
      page,
    ],
    ['%h %t "%r" %s', 'no line of it', undefined],
  ])('%s', (format, line, expected) => {
    const found = accessLogFormat(format).open()(line);
    if (typeof expected === 'object') expect(found).toMatchObject(expected);
    else expect(found).toBe(expected);
  });

  it.each<[string, RegExp]>([
    ['$remote_addr', /does not say the time, the request, the status/],
    ['%t "%r" %s', /does not say the address/],
    ['$remote_addr$time_local "$request" $status', /side by side/],
    ['100%', /does not say the time/],
    [`${'$a '.repeat(101)}$remote_addr $msec $request $status`, /more than 100 fields/],
    [`$remote_addr${' '.repeat(5000)}`, /more than 4096 characters/],
    ['combind', /"combind" is not an access log format\. Known are combined, vhost_combined/],
  ])('%.40s is refused', (format, message) => {
    expect(() => accessLogFormat(format)).toThrow(
      expect.objectContaining({
        code: 'ERR_EMAS_LOG_FORMAT',
        message: expect.stringMatching(message),
      }),
    );
  });
});

describe('JSON of any kind', () => {
  it('is read by the names of its fields', () => {
    const paths = jsonMapping(
      'address=who.ip, time=at,url=what.path,status=what.code,agent=who.agent',
    );
    const read = mappedJsonFormat(paths).open();
    const who = { ip: '203.0.113.7', agent: 'Firefox' };
    const line = { at: TIME, who, what: { path: '/claims', code: 200 } };
    expect(read(JSON.stringify(line))).toMatchObject({
      ...page,
      method: 'GET',
      userAgent: 'Firefox',
    });
    expect(read(JSON.stringify({ ...line, at: '20/Nov/2026' }))).toBeUndefined();
  });

  it.each(['', 'address', 'adress=ip', 'time=', 'time=t,address=ip', 'time=t,address=ip,status=s'])(
    'of %j is refused',
    (text) => {
      expect(() => jsonMapping(text)).toThrow(
        expect.objectContaining({ code: 'ERR_EMAS_LOG_FORMAT' }),
      );
    },
  );
});

describe('a time without a zone', () => {
  const line = (clock: string): string =>
    `203.0.113.7:1 [${clock}.000] in web/1 1/0/1/1/3 200 1 - - ---- 1/1/1/1/0 0/0 "GET / HTTP/1.1"`;

  it.each([
    ['Asia/Kuala_Lumpur', '20/Nov/2026:10:00:00', '2026-11-20T02:00:00Z'],
    ['America/New_York', '01/Nov/2026:12:00:00', '2026-11-01T17:00:00Z'],
    ['America/New_York', '31/Oct/2026:12:00:00', '2026-10-31T16:00:00Z'],
    ['Asia/Kathmandu', '20/Nov/2026:00:10:00', '2026-11-19T18:25:00Z'],
  ])('is of %s', (timeZone, clock, expected) => {
    const read = accessLogFormat('haproxy', { timeZone }).open();
    expect(read(line(clock))).toMatchObject({ time: Date.parse(expected) });
  });
});

describe('times of lines that follow one another', () => {
  const read = accessLogFormat('common').open();
  it.each<[string, string | undefined]>([
    ['20/Nov/2026:10:00:00 +0800', '2026-11-20T02:00:00Z'],
    ['20/Nov/2026:23:59:59 +0800', '2026-11-20T15:59:59Z'],
    ['20/Nov/2026:23x59:59 +0800', undefined],
    ['20/Nov/2026:2a:59:59 +0800', undefined],
    ['20/Nov/2026:23:59:5 +0800', undefined],
    ['20/Nov/2026:00:00:01 -0330', '2026-11-20T03:30:01Z'],
    ['20/Nov/2026:00:00:02 +08', undefined],
    ['20/Nov/2026:00:00:03', '2026-11-20T00:00:03Z'],
    ['20/Nov/2026:00:00:04 -0330', '2026-11-20T03:30:04Z'],
    ['21/Nov/2026:00:00:00 -0330', '2026-11-21T03:30:00Z'],
    ['20/nov/2026:00:00:00 -0330', undefined],
    ['20/Nov/2026:00:00:05.500 -0330', '2026-11-20T03:30:05.500Z'],
  ])('%s is %s', (text, expected) => {
    const line = read(`203.0.113.7 - - [${text}] "GET / HTTP/1.1" 200 1`);
    expect(typeof line === 'object' ? line.time : undefined).toBe(
      expected === undefined ? undefined : Date.parse(expected),
    );
  });
});
