import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { growthOf, LINEAR } from '../../../../test/runner/growth.ts';
import { faultText, retryDelay } from '../../src/syslog/carrier.ts';
import { DropCounter } from '../../src/syslog/drop-counter.ts';
import { cutBytes, octetCounted } from '../../src/syslog/framing.ts';
import { MessageQueue } from '../../src/syslog/message-queue.ts';
import { examples } from '../../../../test/runner/repetition.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');

describe('a frame', () => {
  it('begins with the length in bytes', () => {
    expect(octetCounted(bytes('größe')).toString()).toBe('7 größe');
  });
});

describe('a cut message', () => {
  it('is the longest beginning of whole characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(60), (text, most) => {
        const cut = cutBytes(bytes(text), most);
        expect(cut.length).toBeLessThanOrEqual(most);
        const decoded = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(cut);
        expect(text.startsWith(decoded)).toBe(true);
        const next = /^./su.exec(text.slice(decoded.length))?.[0];
        if (next !== undefined) expect(cut.length + bytes(next).length).toBeGreaterThan(most);
      }),
      examples(1000),
    );
  });
});

describe('a queue', () => {
  it('refuses what has no room, and has room again for what was taken', () => {
    const queue = new MessageQueue(10);
    expect([
      queue.push(bytes('aaaa')),
      queue.push(bytes('bbbb')),
      queue.push(bytes('cccc')),
    ]).toEqual([true, true, false]);
    expect(queue.take(1).map(String)).toEqual(['aaaa']);
    expect(queue.push(bytes('dddd'))).toBe(true);
    expect(queue.take(100).map(String)).toEqual(['bbbb', 'dddd']);
    expect(queue.length).toBe(0);
  });

  it('keeps the order of what is put back', () => {
    const queue = new MessageQueue(100);
    for (const text of ['a', 'b', 'c', 'd']) queue.push(bytes(text));
    const taken = queue.take(2);
    queue.push(bytes('e'));
    queue.putBack(taken);
    expect(queue.length).toBe(5);
    expect(queue.take(100).map(String)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('takes no longer for a message when it is long', () => {
    const growth = growthOf(
      (length) => () => {
        const queue = new MessageQueue(1_000_000);
        for (let index = 0; index < length; index += 1) queue.push(bytes('x'));
        while (queue.take(1).length > 0);
      },
      100_000,
    );
    expect(growth).toBeLessThan(LINEAR);
  });
});

describe('the wait before the next attempt', () => {
  it('is anywhere below a limit that doubles, and ends at the longest', () => {
    const waits = (attempt: number): number[] =>
      Array.from({ length: 200 }, () => retryDelay(attempt, 30_000));
    for (const [attempt, limit] of [
      [0, 250],
      [1, 500],
      [3, 2000],
      [7, 30_000],
      [5000, 30_000],
    ] as const) {
      expect(Math.max(...waits(attempt))).toBeLessThanOrEqual(limit);
      expect(Math.min(...waits(attempt))).toBeLessThan(limit / 4);
      expect(Math.max(...waits(attempt))).toBeGreaterThan(limit / 2);
    }
  });
});

describe('a fault', () => {
  it('says where, what and by which code', () => {
    const error = Object.assign(new Error('self-signed certificate'), { code: 'SELF_SIGNED' });
    expect(faultText('tls a:1', error)).toBe('tls a:1: self-signed certificate (SELF_SIGNED)');
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    expect(faultText('tcp a:1', refused)).toBe('tcp a:1: connect ECONNREFUSED');
    expect(faultText('tcp a:1', Object.assign(new Error(''), { code: 'X' }))).toBe('tcp a:1: X');
    expect(faultText('tcp a:1', 'odd')).toBe('tcp a:1: odd');
  });
});

describe('dropped lines', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('are told together, and not at once', () => {
    const told: number[] = [];
    const drops = new DropCounter((count) => told.push(count));
    for (let index = 0; index < 5; index += 1) drops.add(1);
    expect(told).toEqual([]);
    jest.advanceTimersByTime(10_000);
    expect(told).toEqual([5]);
    drops.add(2);
    jest.advanceTimersByTime(10_000);
    expect(told).toEqual([5, 2]);
    expect(drops.total).toBe(7);
  });

  it('of which there are none are not told', () => {
    const told: number[] = [];
    const drops = new DropCounter((count) => told.push(count));
    drops.add(0);
    drops.tell();
    jest.advanceTimersByTime(60_000);
    expect(told).toEqual([]);
  });
});
