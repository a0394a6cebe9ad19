import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { waitUntil } from '../../../../test/waiting/wait-until.ts';
import type { LogSink } from '../../src/record.ts';
import { syslogSink } from '../../src/syslog/syslog-sink.ts';
import { untilSink } from './until-sink.ts';
import type { SyslogOptions } from '../../src/syslog/options.ts';
import { ORIGIN, lineOf } from '../formats/samples.ts';
import { startReceiver } from './receivers.ts';
import type { Receiver } from './receivers.ts';
import { freePorts } from './start-rsyslog.ts';

/** Longer than a test may take: what waits for it is found out. */
const LONGEST = 300_000;

const sinks: LogSink[] = [];
const receivers: Receiver[] = [];

afterEach(async () => {
  await Promise.all(sinks.splice(0).map((sink) => sink.close(0)));
  for (const one of receivers.splice(0)) one.close();
});

async function receiver(behaviour: Parameters<typeof startReceiver>[0]): Promise<Receiver> {
  const started = await startReceiver(behaviour);
  receivers.push(started);
  return started;
}

function sinkTo(port: number, options: Partial<SyslogOptions> = {}): LogSink {
  const sink = syslogSink({
    host: '127.0.0.1',
    port,
    protocol: 'tcp',
    // A message is the line's text: easy to count.
    format: (record) => record.message,
    maxRetryDelay: 50,
    ...options,
  });
  sinks.push(sink);
  return sink;
}

async function nobody(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}

const say = (message: string): ReturnType<typeof lineOf> => lineOf({}, { message });

describe('a syslog sink', () => {
  it('counts the bytes of each message on a stream', async () => {
    const { port, text } = await receiver('reads');
    const sink = sinkTo(port);
    sink.write(say('one'), ORIGIN);
    sink.write(say('zwölf'), ORIGIN);
    await waitUntil('the text', () => text().length >= 12, { state: text });
    expect(text()).toBe('3 one6 zwölf');
  });

  it('leaves out a line of which its format makes nothing', async () => {
    const { port, text } = await receiver('reads');
    const sink = sinkTo(port);
    sink.write(say(''), ORIGIN);
    sink.write(say('x'), ORIGIN);
    await waitUntil('the text', () => text().length >= 3, { state: text });
    expect(text()).toBe('1 x');
    expect(sink.counters()).toMatchObject({ written: 1, dropped: 0 });
  });

  it('uses one connection for many lines', async () => {
    const { port, connections } = await receiver('reads');
    const sink = sinkTo(port);
    for (let turn = 0; turn < 50; turn += 1) {
      sink.write(say('x'), ORIGIN);
      await sleep(1);
    }
    await untilSink(sink, ({ written }) => written === 50);
    expect(connections()).toBe(1);
  });

  it('connects with the first line only', async () => {
    const { port, connections } = await receiver('reads');
    const sink = sinkTo(port);
    await sleep(50);
    expect(connections()).toBe(0);
    sink.write(say('x'), ORIGIN);
    await waitUntil('a connection', () => connections() === 1);
  });

  it('keeps the oldest lines where there is no room for all, and counts the others', async () => {
    const port = await nobody();
    const told: number[] = [];
    const sink = sinkTo(port, { maxQueueBytes: 16_384, onDrop: (count) => told.push(count) });
    // 1024 bytes each, with their length.
    for (let index = 0; index < 20; index += 1) {
      sink.write(say(String(index).padEnd(1019, '.')), ORIGIN);
    }
    expect(sink.counters()).toMatchObject({ written: 0, queued: 16, dropped: 4 });
    expect(told).toEqual([]);
    await sink.close(0);
    expect(sink.counters()).toMatchObject({ written: 0, queued: 0, dropped: 20 });
    expect(told).toEqual([20]);
  });

  it('lets lines wait while the receiver does not read, and gives up on it in time', async () => {
    const { port, connections } = await receiver('stalls');
    const sink = sinkTo(port, {
      maxQueueBytes: 1_048_576,
      writeTimeout: 200,
      maxMessageBytes: 65_536,
    });
    const line = say('x'.repeat(65_000));
    // How much the system's buffers take is its own affair: until they and the queue are full.
    let said = 0;
    await waitUntil('the receiver to be given up', () => {
      for (let turn = 0; turn < 20; turn += 1) sink.write(line, ORIGIN);
      said += 20;
      const { written, queued, dropped, fault } = sink.counters();
      expect(written + queued + dropped).toBe(said);
      expect(queued * 65_000).toBeLessThan(1_200_000);
      return fault !== undefined;
    });
    expect(sink.counters().dropped).toBeGreaterThan(0);
    expect(sink.counters().fault).toMatch(/took nothing for 200 ms/);
    await waitUntil('another connection', () => connections() > 1);
    // What was under way as the connection broke has its turn again.
    const after = sink.counters();
    expect(after.written + after.queued + after.dropped).toBe(said);
  });

  it('does not wait for a handshake for ever', async () => {
    const { port } = await receiver('stalls');
    const sink = sinkTo(port, { protocol: 'tls', connectTimeout: 100 });
    sink.write(say('x'), ORIGIN);
    await untilSink(sink, ({ fault }) => fault !== undefined);
    expect(sink.counters().fault).toMatch(/no connection within 100 ms/);
    expect(sink.counters().queued).toBe(1);
  });

  it('does not hammer a receiver that hangs up', async () => {
    const { port, connections } = await receiver('hangs-up');
    const sink = sinkTo(port, { protocol: 'tls', maxRetryDelay: 30_000 });
    for (let turn = 0; turn < 100; turn += 1) {
      sink.write(say('x'), ORIGIN);
      await sleep(5);
    }
    await waitUntil('a connection', () => connections() > 0);
    expect(connections()).toBeLessThan(12);
    expect(sink.counters()).toMatchObject({ queued: 100, dropped: 0 });
  });

  it.each(['udp', 'tcp', 'tls'] as const)('by %s closes within its time', async (protocol) => {
    const port = protocol === 'udp' ? await nobody() : (await receiver('stalls')).port;
    const sink = sinkTo(port, { protocol, connectTimeout: LONGEST, writeTimeout: LONGEST });
    for (let turn = 0; turn < 200; turn += 1) sink.write(say('x'.repeat(2000)), ORIGIN);
    await sink.close(300);
    expect(sink.counters().queued).toBe(0);
  });

  it('closes at once where there is nothing to bring out', async () => {
    const sink = sinkTo(await nobody());
    await sink.close(LONGEST);
    await sink.close(LONGEST);
    expect(sink.counters().queued).toBe(0);
  });

  it('tries again as it is closed, before it gives up', async () => {
    const port = await nobody();
    const sink = sinkTo(port);
    sink.write(say('x'), ORIGIN);
    await untilSink(sink, ({ fault }) => fault !== undefined);
    await sink.close(300);
    expect(sink.counters()).toMatchObject({ written: 0, queued: 0, dropped: 1 });
    expect(sink.counters().fault).toMatch(/ECONNREFUSED/);
  });

  it.each(['udp', 'tcp'] as const)('by %s takes no line after its end', async (protocol) => {
    const sink = sinkTo(await nobody(), { protocol });
    await sink.close(0);
    sink.write(say('x'), ORIGIN);
    sink.flushSync();
    expect(sink.counters()).toMatchObject({ queued: 0, dropped: 1 });
  });

  it('outlives a format that throws, and a listener', async () => {
    const sink = sinkTo(await nobody(), {
      format: () => {
        throw new Error('odd format');
      },
      onDrop: () => {
        throw new Error('odd listener');
      },
    });
    sink.write(say('x'), ORIGIN);
    expect(sink.counters()).toMatchObject({ dropped: 1, fault: 'format: Error: odd format' });
    await expect(sink.close(0)).resolves.toBeUndefined();
  });

  it.each(['udp', 'tcp'] as const)('by %s waits for a name that nobody knows', async (protocol) => {
    const sink = sinkTo(1, { protocol, host: 'no-such-host.invalid' });
    sink.write(say('x'), ORIGIN);
    await untilSink(sink, ({ fault }) => fault !== undefined);
    expect(sink.counters().fault).toMatch(/no-such-host\.invalid/);
    expect(sink.counters()).toMatchObject({ queued: 1, dropped: 0 });
  });

  it('has the name that it is given', () => {
    expect(sinkTo(1).name).toBe('syslog');
    expect(sinkTo(1, { name: 'siem' }).name).toBe('siem');
  });
});
