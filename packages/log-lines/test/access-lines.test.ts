import { describe, expect, it } from '@jest/globals';
import { accessLine } from '@emas/log-lines';

const TIME = Date.parse('2026-11-20T02:00:00Z');
const start = '203.0.113.7 - ali [20/Nov/2026:10:00:00 +0800]';

describe('a line of an access log', () => {
  it.each<[string, string, object]>([
    [
      'combined',
      `${start} "POST /login?next=%2F HTTP/1.1" 401 12 "https://a.example/" "curl/8"`,
      { user: 'ali', status: 401, url: '/login?next=%2F', userAgent: 'curl/8' },
    ],
    [
      'common',
      `${start} "GET / HTTP/1.1" 200 -`,
      { user: 'ali', referrer: '', userAgent: undefined },
    ],
    [
      'nobody by name',
      '203.0.113.7 - - [20/Nov/2026:02:00:00 +0000] "GET / HTTP/2" 200 1 "-" "-"',
      { user: '', referrer: '', userAgent: '' },
    ],
    [
      'a name with spaces, quotes and brackets',
      String.raw`203.0.113.7 - ali \"[x] [20/Nov/2026:10:00:00 +0800] "GET / HTTP/1.1" 401 1 "-" "-"`,
      { user: 'ali "[x]' },
    ],
    [
      'combined behind the name of a virtual host',
      `portal.example:443 ${start} "GET / HTTP/1.1" 200 1 "-" "curl/8"`,
      { host: 'portal.example:443', user: 'ali', userAgent: 'curl/8' },
    ],
    [
      'JSON',
      '{"time":"2026-11-20T10:00:00+08:00","remote_addr":"203.0.113.7","remote_user":"ali","request":"GET / HTTP/1.1","status":"401"}',
      { user: 'ali', status: 401, method: 'GET', url: '/' },
    ],
    [
      'JSON with a name that was not sent',
      '{"msec":1795140000.000,"remote_addr":"203.0.113.7","remote_user":"-","method":"GET","uri":"/","status":200}',
      { user: '', status: 200 },
    ],
  ])('%s', (_name, line, expected) => {
    expect(accessLine(line)).toMatchObject({ time: TIME, address: '203.0.113.7', ...expected });
  });

  it.each([
    'hello',
    '{"status":200}',
    `${start} "-" 400 0 "-" "-"`,
    '203.0.113.7 - ali [20/Foo/2026:10:00:00 +0800] "GET / HTTP/1.1" 200 1 "-" "-"',
  ])('is not: %s', (line) => {
    expect(accessLine(line)).toBeUndefined();
  });
});
