/** A line of a format, and what it tells. */
export type Sample = readonly [line: string, expected: object | string | undefined];

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
/** 20 November 2026, 02:00:00 UTC. */
export const TIME = Date.UTC(2026, 10, 20, 2);
const CLF = '[20/Nov/2026:10:00:00 +0800]';
const page = { time: TIME, method: 'GET', url: '/claims?a=1', status: 200, address: '203.0.113.7' };
const withAgent = { ...page, userAgent: AGENT };
const request = '"GET /claims?a=1 HTTP/1.1" 200 512';
const tail = `"https://search.example/" "${AGENT}"`;

/** Lines as the servers write them, by the name of their format. */
export const SAMPLES: Readonly<Record<string, readonly Sample[]>> = {
  combined: [
    [
      `203.0.113.7 - - ${CLF} ${request} ${tail}`,
      { ...withAgent, referrer: 'https://search.example/' },
    ],
    [`203.0.113.7:51023 - - ${CLF} ${request} ${tail} "0.003" .`, withAgent],
    [
      `198.51.100.1, 10.0.0.1 - - ${CLF} ${request} ${tail}`,
      { ...withAgent, address: '198.51.100.1' },
    ],
    [
      `10.1.2.3, 198.51.100.1, 10.0.0.1 - ali ${CLF} ${request} ${tail}`,
      { user: 'ali', address: '198.51.100.1' },
    ],
    [`[2001:db8::1]:443 - - ${CLF} ${request} ${tail}`, { ...withAgent, address: '2001:db8::1' }],
    [
      `203.0.113.7 - - ${CLF} "GET https://portal.example/claims?a=1 HTTP/1.1" 200 5 ${tail}`,
      { ...withAgent, host: 'portal.example' },
    ],
    [`203.0.113.7 - - ${CLF} "GET http://portal.example HTTP/1.1" 200 5 ${tail}`, { url: '/' }],
    [`203.0.113.7 - - ${CLF} "OPTIONS * HTTP/1.1" 200 5 ${tail}`, { method: 'OPTIONS', url: '*' }],
    [`203.0.113.7 - - ${CLF} "GET %. HTTP/1.1" 200 5 ${tail}`, 'no_request'],
    [`203.0.113.7 - - ${CLF} "-" 408 0 "-" "-"`, 'no_request'],
    [String.raw`203.0.113.7 - - ${CLF} "\x16\x03\x01" 400 0 "-" "-"`, 'no_request'],
    [
      String.raw`203.0.113.7 - a\x22b ${CLF} "GET /caf\xC3\xA9 HTTP/2.0" 200 1 "-" "say \"hi\" \x1b[2J"`,
      { user: 'a"b', url: '/café', userAgent: String.raw`say "hi" \x1b[2J` },
    ],
    [`203.0.113.7 - - ${CLF} "GET / HTTP/1.1" 200 5 "-" "open`, undefined],
    [`203.0.113.7 - - [20/Nov/2026:10:00:00 +0800 "GET / HTTP/1.1" 200 5 "-" "-"`, undefined],
    [`203.0.113.7 - - ${CLF} "GET / HTTP/1.1" 2000 5 "-" "-"`, undefined],
    ['\u001B[2J\u0000\u0007 - - [', undefined],
  ],
  vhost_combined: [
    [
      `portal.example:443 203.0.113.7 - - ${CLF} ${request} ${tail}`,
      { ...withAgent, host: 'portal.example:443' },
    ],
    [
      `portal.example 2001:db8::1 - ali ${CLF} ${request} ${tail}`,
      { user: 'ali', address: '2001:db8::1' },
    ],
  ],
  common: [
    [`203.0.113.7 - ali ${CLF} ${request}`, { ...page, user: 'ali', userAgent: undefined }],
    [`203.0.113.7 - - ${CLF} "GET / HTTP/1.0" 304 -`, { status: 304, userAgent: undefined }],
    [`203.0.113.7 - - ${CLF} "GET / HTTP/1.0" two 5`, undefined],
  ],
  vhost_common: [
    [`portal.example 203.0.113.7 - - ${CLF} ${request}`, { ...page, host: 'portal.example' }],
  ],
  w3c: [
    ['#Version: 1.0', 'comment'],
    [
      '#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status',
      'comment',
    ],
    [
      `2026-11-20 02:00:00 192.0.2.1 GET /claims a=1 443 - 203.0.113.7 ${AGENT.replaceAll(' ', '+')} - 200`,
      withAgent,
    ],
    [
      '2026-11-20 02:00:00 192.0.2.1 GET /claims - 443 PORTAL\\ali 203.0.113.7 - - 401',
      { url: '/claims', user: 'PORTAL\\ali', userAgent: '', status: 401 },
    ],
    ['#Software: Microsoft Internet Information Services 10.0', 'comment'],
    ['#Fields: time date c-ip cs-method cs-uri-stem sc-status cs(User-Agent)', 'comment'],
    [
      '02:00:00 2026-11-20 203.0.113.7 GET /later 200 "an ""odd"" agent"',
      { time: TIME, url: '/later', userAgent: 'an "odd" agent' },
    ],
    ['02:00:00 2026-11-20 203.0.113.7 GET', undefined],
    ['02:00:00 yesterday 203.0.113.7 GET / 200 -', undefined],
    // CloudFront: between tabs, percent signs in agents, its own name in cs(Host).
    [
      '#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query x-host-header',
      'comment',
    ],
    [
      [
        '2026-11-20',
        '02:00:00',
        'SIN2-C1',
        '512',
        '203.0.113.7',
        'GET',
        'd111.cloudfront.example',
        '/claims',
        '200',
        '-',
        AGENT.replaceAll(' ', '%20'),
        'a=1',
        'portal.example',
      ].join('\t'),
      { ...withAgent, host: 'portal.example' },
    ],
    [
      [
        '2026-11-20',
        '02:00:00',
        'SIN2-C1',
        '512',
        '203.0.113.7',
        'GET',
        'd111.cloudfront.example',
        '/claims',
        '000',
        '-',
        AGENT.replaceAll(' ', '%2520'),
        '-',
        '-',
      ].join('\t'),
      'no_request',
    ],
  ],
  alb: [
    [
      `https 2026-11-20T02:00:00.000000Z app/lb/1 203.0.113.7:2817 10.0.0.1:80 0.086 0.048 0.037 200 200 0 57 "GET https://portal.example:443/claims?a=1 HTTP/1.1" "${AGENT}" ECDHE TLSv1.2 arn "Root=1"`,
      { ...withAgent, host: 'portal.example:443' },
    ],
    [
      'h2 2026-11-20T02:00:00.000000Z app/lb/1 203.0.113.7:2817 - -1 -1 -1 460 - 0 0 "GET https://portal.example:443/ HTTP/2.0" "-" - - - "-"',
      { status: 460, userAgent: '' },
    ],
    [
      'http 2026-11-20T02:00:00.000000Z app/lb/1 203.0.113.7:2817 - -1 -1 -1 400 - 0 0 "- http://portal.example:80- -" "-" - - - "-"',
      'no_request',
    ],
  ],
  elb: [
    [
      `2026-11-20T02:00:00.000000Z lb 203.0.113.7:2817 10.0.0.1:80 0.1 0.1 0.1 200 200 0 57 "GET https://portal.example:443/claims?a=1 HTTP/1.1" "${AGENT}" - -`,
      withAgent,
    ],
    [
      '2026-11-20T02:00:00.000000Z lb 203.0.113.7:2817 - -1 -1 -1 503 0 0 0 "GET http://portal.example:80/ HTTP/1.1" "-" - -',
      { status: 503 },
    ],
  ],
  s3: [
    [
      `79a5 files [20/Nov/2026:02:00:00 +0000] 203.0.113.7 - 3E57 WEBSITE.GET.OBJECT claims "GET /claims?a=1 HTTP/1.1" 200 - 113 - 7 - "-" "${AGENT}" -`,
      withAgent,
    ],
    [
      '79a5 files [20/Nov/2026:02:00:00 +0000] 203.0.113.7 arn:aws:iam::1:user/ali 3E57 REST.GET.OBJECT k "GET /files/k HTTP/1.1" 404 NoSuchKey 113 - 7 - "-" "-" -',
      { status: 404 },
    ],
  ],
  haproxy: [
    [
      'Nov 20 10:00:00 lb haproxy[14389]: 203.0.113.7:33317 [20/Nov/2026:02:00:00.655] http-in~ static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {portal.example} {} "GET /claims?a=1 HTTP/1.1"',
      { ...page, time: TIME + 655, userAgent: undefined },
    ],
    [
      '203.0.113.7:33317 [20/Nov/2026:02:00:00.000] http-in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 "GET /claims?a=1 HTTP/1.1"',
      page,
    ],
    [
      '203.0.113.7:33317 [20/Nov/2026:02:00:00.000] http-in http-in/<NOSRV> -1/-1/-1/-1/5 400 187 - - PR-- 1/1/0/0/0 0/0 "<BADREQ>"',
      'no_request',
    ],
    ['Nov 20 10:00:00 lb haproxy[14389]: Proxy http-in started.', undefined],
  ],
  json: [
    [
      `{"time_iso8601":"2026-11-20T10:00:00+08:00","remote_addr":"203.0.113.7","request":"GET /claims?a=1 HTTP/1.1","status":"200","http_user_agent":"${AGENT}"}`,
      withAgent,
    ],
    [
      `{"level":"info","ts":1795140000.0,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"10.0.0.9","client_ip":"203.0.113.7","proto":"HTTP/2.0","method":"GET","host":"portal.example","uri":"/claims?a=1","headers":{"User-Agent":["${AGENT}"],"Referer":["https://search.example/"]}},"user_id":"","status":200}`,
      { ...withAgent, host: 'portal.example', referrer: 'https://search.example/' },
    ],
    [
      '{"ts":1795140000.0,"request":{"client_ip":"203.0.113.7","method":"GET","uri":"/","headers":{}},"status":200}',
      { url: '/', userAgent: '' },
    ],
    [
      `{"ClientHost":"203.0.113.7","ClientUsername":"-","RequestMethod":"GET","RequestPath":"/claims?a=1","RequestHost":"portal.example","DownstreamStatus":200,"StartUTC":"2026-11-20T02:00:00Z","request_User-Agent":"${AGENT}"}`,
      { ...withAgent, user: '' },
    ],
    [
      `{"@timestamp":"2026-11-20T02:00:00.000Z","source":{"ip":"203.0.113.7"},"http":{"request":{"method":"GET"},"response":{"status_code":200}},"url":{"path":"/claims","query":"a=1","domain":"portal.example"},"user_agent":{"original":"${AGENT}"}}`,
      withAgent,
    ],
    [
      `{"@timestamp":"2026-11-20T02:00:00.000Z","source.ip":"203.0.113.7","http.request.method":"get","http.response.status_code":200,"url.original":"/claims?a=1","user_agent.original":"${AGENT}"}`,
      withAgent,
    ],
    [
      `{"level":30,"time":1795140000000,"req":{"id":1,"method":"GET","url":"/claims?a=1","headers":{"host":"portal.example","user-agent":"${AGENT}"},"remoteAddress":"::ffff:203.0.113.7","remotePort":51023},"res":{"statusCode":200},"msg":"request completed"}`,
      withAgent,
    ],
    [
      `{"httpRequest":{"requestMethod":"GET","requestUrl":"https://portal.example/claims?a=1","status":200,"userAgent":"${AGENT}","remoteIp":"203.0.113.7"},"timestamp":"2026-11-20T02:00:00Z"}`,
      { ...withAgent, host: 'portal.example' },
    ],
    [
      `{"ClientIP":"203.0.113.7","ClientRequestHost":"portal.example","ClientRequestMethod":"GET","ClientRequestURI":"/claims?a=1","EdgeResponseStatus":200,"EdgeStartTimestamp":1795140000000000000,"ClientRequestUserAgent":"${AGENT}"}`,
      withAgent,
    ],
    [
      '{"remote_addr":"10.0.0.1","http_x_forwarded_for":"203.0.113.7, 10.0.0.2","time":"2026-11-20T02:00:00Z","method":"GET","url":"/","status":200}',
      { address: '203.0.113.7' },
    ],
    ['{"level":"info","msg":"serving initial configuration","ts":1795140000}', 'comment'],
    ['{"time":"2026-11-20","url":"/","status":200}', undefined],
    ['{"half":', undefined],
    ['[1]', undefined],
    ['{"__proto__":{"url":"/"},"time":1795140000,"status":200}', 'comment'],
  ],
};
