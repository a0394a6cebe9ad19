import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { cefFormat } from '../../src/formats/cef.ts';
import { rfc5424Format } from '../../src/formats/rfc5424.ts';
import type { LogSink } from '../../src/record.ts';
import { untilSink } from './until-sink.ts';
import type { SyslogOptions, SyslogProtocol } from '../../src/syslog/options.ts';
import { syslogSink } from '../../src/syslog/syslog-sink.ts';
import { parseCef } from '../formats/parse-cef.ts';
import { ORIGIN, eventOf, lineOf } from '../formats/samples.ts';
import { makeCertificates } from './certificates.ts';
import { startRsyslog } from './start-rsyslog.ts';
import type { ReceivedLine, RsyslogServer } from './start-rsyslog.ts';

const ONE_LINE_APP = fileURLToPath(new URL('one-line-app.js', import.meta.url));

let server: RsyslogServer;
const sinks: LogSink[] = [];
/** Lines that earlier tests sent. */
let seen = 0;

beforeAll(async () => {
  server = await startRsyslog();
});
afterEach(async () => {
  await Promise.all(sinks.splice(0).map((sink) => sink.close(0)));
  seen = (await server.received(0)).length;
});
afterAll(async () => {
  await server.stop();
});

function optionsFor(protocol: SyslogProtocol): SyslogOptions {
  return {
    host: '127.0.0.1',
    port: server.ports[protocol],
    protocol,
    maxRetryDelay: 200,
    ...(protocol === 'tls' ? { ca: server.certificates.authority.cert } : {}),
  };
}

/** Sends the text of a line alone, which most of these tests are about. */
const asText = rfc5424Format({ message: 'text' });

function sinkFor(protocol: SyslogProtocol, options: Partial<SyslogOptions> = {}): LogSink {
  const sink = syslogSink({ ...optionsFor(protocol), format: asText, ...options });
  sinks.push(sink);
  return sink;
}

/** What came since the test began. */
async function received(count: number): Promise<readonly ReceivedLine[]> {
  return (await server.received(seen + count)).slice(seen);
}

const numbers = (lines: readonly ReceivedLine[]): number[] =>
  lines.map(({ msg }) => Number(/line (\d+)$/.exec(msg)?.[1]));

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe.each(['udp', 'tcp', 'tls'] as const)('rsyslog, by %s', (protocol) => {
  it('gets all lines, in order', async () => {
    const sink = sinkFor(protocol);
    for (const index of upTo(200)) sink.write(lineOf({}, { message: `line ${index}` }), ORIGIN);
    const lines = await received(200);
    expect(numbers(lines)).toEqual(upTo(200));
    await untilSink(sink, ({ queued }) => queued === 0);
    expect(sink.counters()).toEqual({ written: 200, queued: 0, dropped: 0, fault: undefined });
  });

  it('reads every part of an event', async () => {
    const sink = sinkFor(protocol, { format: rfc5424Format() });
    sink.write(eventOf('authn_login_fail', { reason: 'quote " bracket ] backslash \\' }), ORIGIN);
    const [line] = await received(1);
    expect(line).toEqual({
      input: protocol,
      pri: String(10 * 8 + 4),
      timestamp: '2026-03-04T05:06:07.089Z',
      hostname: 'web-1',
      appName: 'portal',
      procId: '4711',
      msgId: 'authn_login_fail',
      data: String.raw`[emas@32473 event="authn_login_fail" category="auth" request="018f3a5e-1111-7000-8000-000000000001" account="0123456789abcdef" reason="quote \" bracket \] backslash \\" source_ip="192.0.2.7" client="a text" repeats="3"]`,
      msg: String.raw`event=authn_login_fail category=auth request=018f3a5e-1111-7000-8000-000000000001 account=0123456789abcdef reason="quote \" bracket ] backslash \\" source_ip=192.0.2.7 client="a text" repeats=3 msg="A sign-in attempt failed."`,
    });
  });

  it('gets one message for one line, whatever a visitor wrote', async () => {
    const sink = sinkFor(protocol);
    const message = 'Größe 日本 🎉\n<34>1 - forged - - - - \u001b[2J';
    sink.write(lineOf({ note: '"]\n[x@1 y="z"' }, { message }), ORIGIN);
    sink.write(lineOf({}, { message: 'the next' }), ORIGIN);
    const lines = await received(2);
    expect(lines).toHaveLength(2);
    expect(lines[0]?.msg.replace('\ufeff', '')).toBe(
      String.raw`Größe 日本 🎉\u{a}<34>1 - forged - - - - \u{1b}[2J`,
    );
    expect(lines[0]?.data).toBe(
      String.raw`[emas@32473 category="system" data_note="\"\]\\u{a}[x@1 y=\"z\""]`,
    );
    expect(lines[1]?.msg).toBe('the next');
  });

  it('gets a long message up to its limit, and no half of a character', async () => {
    const sink = sinkFor(protocol, { maxMessageBytes: 1000 });
    sink.write(lineOf({}, { message: '🎉'.repeat(1000) }), ORIGIN);
    const [line] = await received(1);
    const cut = line?.msg.replace('\ufeff', '') ?? '';
    expect(cut).toMatch(/^🎉+$/u);
    expect(Buffer.byteLength(cut)).toBeGreaterThan(800);
  });

  it('gets our JSON line, or CEF', async () => {
    const json = sinkFor(protocol, { format: rfc5424Format({ message: 'json' }) });
    json.write(eventOf('authn_login_fail', { source_ip: '2001:db8::1' }), ORIGIN);
    const [first] = await received(1);
    expect(JSON.parse(first?.msg ?? '')).toMatchObject({ event: 'authn_login_fail' });
    const cef = sinkFor(protocol, { format: rfc5424Format({ message: cefFormat }) });
    cef.write(eventOf('authn_login_fail', { source_ip: '2001:db8::1' }), ORIGIN);
    const [, second] = await received(2);
    expect(parseCef(second?.msg ?? '').extension.get('c6a2')).toBe('2001:db8::1');
  });

  it('holds no process that only writes to it', async () => {
    const child = fork(ONE_LINE_APP, [JSON.stringify(optionsFor(protocol))], { execArgv: [] });
    // It ends by itself, while its connection is open.
    expect(await once(child, 'exit')).toEqual([0, null]);
    // Its start, its line and its end.
    const lines = await received(3);
    expect(lines.map(({ msgId }) => msgId)).toEqual(['sys_startup', '-', 'sys_shutdown']);
  });

  it('gets what was written before the sink was closed', async () => {
    const sink = sinkFor(protocol);
    for (const index of upTo(100)) sink.write(lineOf({}, { message: `line ${index}` }), ORIGIN);
    await sink.close(5000);
    expect(sink.counters()).toMatchObject({ written: 100, queued: 0, dropped: 0 });
    expect(numbers(await received(100))).toEqual(upTo(100));
  });
});

describe.each(['tcp', 'tls'] as const)('a receiver by %s that was away', (protocol) => {
  it('gets the lines that waited for it, and those that follow', async () => {
    const sink = sinkFor(protocol);
    sink.write(lineOf({}, { message: 'line 0' }), ORIGIN);
    await received(1);
    await server.kill();
    // The end of the connection has to be heard of, or the next line goes with it.
    await sleep(100);
    for (const index of [1, 2, 3]) sink.write(lineOf({}, { message: `line ${index}` }), ORIGIN);
    await untilSink(sink, ({ fault }) => fault !== undefined);
    expect(sink.counters()).toMatchObject({ written: 1, queued: 3, dropped: 0 });
    expect(sink.counters().fault).toMatch(/127\.0\.0\.1:\d+: .*ECONNREFUSED/);
    await server.restart();
    await untilSink(sink, ({ queued }) => queued === 0);
    sink.write(lineOf({}, { message: 'line 4' }), ORIGIN);
    expect(numbers(await received(5))).toEqual(upTo(5));
    await untilSink(sink, ({ queued }) => queued === 0);
    expect(sink.counters()).toEqual({ written: 5, queued: 0, dropped: 0, fault: undefined });
  });
});

describe('a receiver by udp that was away', () => {
  it('gets the lines that follow, and the counters tell of the others', async () => {
    const sink = sinkFor('udp');
    sink.write(lineOf({}, { message: 'line 0' }), ORIGIN);
    await received(1);
    await server.kill();
    for (const index of [1, 2, 3]) {
      sink.write(lineOf({}, { message: `line ${index}` }), ORIGIN);
      // The system tells of one refusal at a time.
      await untilSink(sink, ({ dropped }) => dropped === index);
    }
    expect(sink.counters()).toMatchObject({ written: 1, queued: 0 });
    expect(sink.counters().fault).toMatch(/ECONNREFUSED/);
    await server.restart();
    // A fault is over when nothing was refused for a second.
    await sleep(1000);
    sink.write(lineOf({}, { message: 'line 4' }), ORIGIN);
    expect(numbers(await received(2))).toEqual([0, 4]);
    await untilSink(sink, ({ written }) => written === 2);
    expect(sink.counters()).toMatchObject({ dropped: 3, fault: undefined });
  });
});

describe.each(['udp', 'tcp', 'tls'] as const)('as the process ends, rsyslog by %s', (protocol) => {
  it('gets what is written in the last moment', async () => {
    const sink = sinkFor(protocol);
    sink.write(lineOf({}, { message: 'line 0' }), ORIGIN);
    await untilSink(sink, ({ written }) => written === 1);
    for (const index of [1, 2, 3]) sink.write(lineOf({}, { message: `line ${index}` }), ORIGIN);
    sink.flushSync();
    // From here on nothing gets a turn, as after process.exit().
    sink.lastTurn?.();
    const patience = performance.now() + 60_000;
    let lines = server.receivedNow().slice(seen);
    while (lines.length < 4 && performance.now() < patience) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      lines = server.receivedNow().slice(seen);
    }
    // Those that go another way may be there before.
    expect(numbers(lines).toSorted((left, right) => left - right)).toEqual(upTo(4));
  });
});

describe('a certificate', () => {
  it('of an unknown authority is refused', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'emas-other-'));
    const other = makeCertificates(folder);
    rmSync(folder, { recursive: true });
    const sink = sinkFor('tls', { ca: other.authority.cert });
    sink.write(lineOf({}), ORIGIN);
    await untilSink(sink, ({ fault }) => fault !== undefined);
    expect(sink.counters().fault).toMatch(/^tls 127\.0\.0\.1:\d+: .*certificate.*/i);
    expect(sink.counters()).toMatchObject({ written: 0, queued: 1 });
  });

  it('for another name is refused', async () => {
    const sink = sinkFor('tls', { servername: 'logs.example' });
    sink.write(lineOf({}), ORIGIN);
    await untilSink(sink, ({ fault }) => fault !== undefined);
    expect(sink.counters().fault).toMatch(/ERR_TLS_CERT_ALTNAME_INVALID|altnames/);
  });

  it('of ours is shown to a receiver that wants one', async () => {
    const { client } = server.certificates;
    const { mutual: port } = server.ports;
    const sink = sinkFor('tls', { port, cert: client.cert, key: client.key });
    sink.write(lineOf({}, { message: 'known' }), ORIGIN);
    expect(await received(1)).toMatchObject([{ input: 'mutual', msg: 'known' }]);
  });

  it('that we lack is a fault, and no line is lost by it', async () => {
    const sink = sinkFor('tls', { port: server.ports.mutual });
    for (const index of upTo(10)) {
      sink.write(lineOf({}, { message: `line ${index}` }), ORIGIN);
      await sleep(30);
    }
    await untilSink(sink, ({ fault }) => fault !== undefined);
    expect(sink.counters()).toMatchObject({ written: 0, queued: 10, dropped: 0 });
    expect(sink.counters().fault).toMatch(/certificate|closed the connection/);
  });

  it('that is none is a fault, and nothing is thrown', async () => {
    const sink = sinkFor('tls', { cert: 'no PEM', key: 'no PEM' });
    sink.write(lineOf({}), ORIGIN);
    expect(sink.counters().fault).toMatch(/PEM|no start line/i);
  });
});
