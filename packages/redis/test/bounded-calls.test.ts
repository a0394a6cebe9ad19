import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { boundedCalls, redisCommands } from '../src/index.ts';
import type { BoundedCalls, BoundedCallsOptions } from '../src/index.ts';
import { CLIENTS } from './clients.ts';
import type { ConnectedClient } from './clients.ts';

const calls = (options: Partial<BoundedCallsOptions> = {}): BoundedCalls =>
  boundedCalls({ what: 'session store', timeout: 60, failures: 3, ...options });

/** Longer than a test may take: what waits for it is found out. */
const LONGEST = 600_000;

const hangs = (): Promise<never> => new Promise(() => undefined);
const works = async (): Promise<string> => 'answer';
const fails = async (): Promise<never> => {
  throw new Error('broken');
};

/** The code or message that a call failed with; nothing of one that did not. */
async function faultOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => '',
    (error: unknown) => codeOf(error),
  );
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  if ('code' in error) return String(error.code);
  return 'message' in error ? String(error.message) : '';
}

/** Lets as many calls fail as it takes, and more. */
async function bringDown(bounded: BoundedCalls, failures = 3): Promise<void> {
  for (let turn = 0; turn < failures; turn += 1) await faultOf(bounded.run(fails));
}

/** Tries until a call goes through. */
async function comeBack(bounded: BoundedCalls): Promise<void> {
  await waitUntil('a call to go through', async () => (await faultOf(bounded.run(works))) === '');
}

/** What a call failed with that is over without having waited for anything. */
async function faultAtOnce(call: Promise<unknown>): Promise<string> {
  let fault = 'still waiting';
  void faultOf(call).then((found) => (fault = found));
  await new Promise(setImmediate);
  return fault;
}

function blockFor(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

describe('a bounded call', () => {
  it('gives what the call gives, or throws what it throws', async () => {
    const bounded = calls();
    await expect(bounded.run(works)).resolves.toBe('answer');
    await expect(bounded.run(fails)).rejects.toThrow('broken');
    const throwsAtOnce = (): Promise<never> => {
      throw new Error('at once');
    };
    await expect(bounded.run(throwsAtOnce)).rejects.toThrow('at once');
    expect(bounded.counters()).toEqual({ succeeded: 1, timedOut: 0, failed: 2, refused: 0 });
  });

  it('that hangs fails when its time is up', async () => {
    let isUp = false;
    setTimeout(() => (isUp = true), 50);
    expect(await faultOf(calls().run(hangs))).toBe('ERR_EMAS_REDIS_TIMEOUT');
    expect(isUp).toBe(true);
  });

  it('may be given less time than others, never more', async () => {
    for (const [timeout, most] of [
      [LONGEST, 20],
      [20, LONGEST],
    ] as const) {
      const fault = await faultOf(calls({ timeout }).run(hangs, most));
      expect(fault).toBe('ERR_EMAS_REDIS_TIMEOUT');
    }
  });
});

describe('calls that keep failing', () => {
  it('are not tried any more after so many in a row, and fail at once', async () => {
    const bounded = calls();
    await bringDown(bounded);
    expect(bounded.down).toBe(true);
    let tried = 0;
    const fault = await faultAtOnce(
      bounded.run(async () => {
        tried += 1;
      }),
    );
    expect({ fault, tried }).toEqual({ fault: 'ERR_EMAS_REDIS_DOWN', tried: 0 });
    expect(bounded.counters()).toEqual({ succeeded: 0, timedOut: 0, failed: 3, refused: 1 });
  });

  it('are tried on where one in between succeeds', async () => {
    const bounded = calls();
    for (let turn = 0; turn < 5; turn += 1) {
      await bringDown(bounded, 2);
      await bounded.run(works);
    }
    expect(bounded.down).toBe(false);
    expect(bounded.counters()).toEqual({ succeeded: 5, timedOut: 0, failed: 10, refused: 0 });
  });

  it('count as failures when they hang', async () => {
    const bounded = calls({ timeout: 20 });
    await Promise.all(Array.from({ length: 3 }, () => faultOf(bounded.run(hangs))));
    expect(bounded.down).toBe(true);
    expect(bounded.counters()).toEqual({ succeeded: 0, timedOut: 3, failed: 0, refused: 0 });
  });

  it('are tried again after a pause, and told once as down and once as up', async () => {
    const told: string[] = [];
    const causes: unknown[] = [];
    const bounded = calls({
      onDown: (cause) => {
        told.push('down');
        causes.push(cause);
      },
      onUp: (downFor, failed) => {
        told.push('up');
        expect(downFor).toBeGreaterThanOrEqual(0);
        expect(failed).toBeGreaterThanOrEqual(1);
      },
    });
    await bringDown(bounded, 6);
    expect(told).toEqual(['down']);
    expect(codeOf(causes[0])).toBe('broken');
    await comeBack(bounded);
    expect(bounded.down).toBe(false);
    await bounded.run(works);
    expect(told).toEqual(['down', 'up']);
    await bringDown(bounded);
    await comeBack(bounded);
    expect(told).toEqual(['down', 'up', 'down', 'up']);
  });

  it('stay one outage however often trying again fails', async () => {
    const told: string[] = [];
    const bounded = calls({ onDown: () => told.push('down'), onUp: () => told.push('up') });
    await bringDown(bounded);
    while (bounded.counters().failed < 5) {
      await faultOf(bounded.run(fails));
      await sleep(20);
    }
    expect(told).toEqual(['down']);
    await comeBack(bounded);
    expect(told).toEqual(['down', 'up']);
  });

  it('fail at once as well while another one is out to see whether it works again', async () => {
    const bounded = calls({ timeout: 1000 });
    await bringDown(bounded);
    const probe = { sent: false, over: faultOf(bounded.run(works)) };
    await waitUntil('a call to be let through', () => {
      probe.over = faultOf(
        bounded.run(() => {
          probe.sent = true;
          return hangs();
        }),
      );
      return probe.sent;
    });
    expect(await faultAtOnce(bounded.run(works, 50))).toBe('ERR_EMAS_REDIS_DOWN');
    expect(await probe.over).toBe('ERR_EMAS_REDIS_TIMEOUT');
  });
});

describe.each(CLIENTS)('bounded calls of Redis through %s', (_, connect) => {
  let redis: RedisServer;
  let connected: ConnectedClient;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(async () => {
    connected = await connect(redis.path);
  });
  afterEach(() => connected.close());

  /**
   * What calls failed with during which this process was busy. Those do not count during which the machine
   * stood still: the same question past the bounds was answered late as well.
   *
   * @param begun What comes between a call and the work.
   */
  async function faultsWhileBusy(
    begun: () => Promise<unknown> | undefined,
    milliseconds: number,
  ): Promise<string[]> {
    const commands = redisCommands(connected.client);
    const bounded = calls({ failures: 1000 });
    const faults: string[] = [];
    for (let turn = 0; faults.length < 5; turn += 1) {
      expect(turn).toBeLessThan(100);
      const call = faultOf(bounded.run(() => commands(['PING'])));
      const answered = commands(['PING']).then(() => performance.now());
      await begun();
      blockFor(milliseconds);
      const free = performance.now();
      const fault = await call;
      if ((await answered) - free < 20) faults.push(fault);
    }
    return faults;
  }

  it('count an answer that arrived while this process was busy', async () => {
    // The command is on its way and answered before the process gets busy.
    const begun = (): Promise<unknown> => new Promise(setImmediate);
    expect(await faultsWhileBusy(begun, 300)).toEqual(['', '', '', '', '']);
  });

  it('do not blame Redis for a command that this process was too busy to send', async () => {
    expect(await faultsWhileBusy(() => undefined, 150)).toEqual(['', '', '', '', '']);
  });

  it('fail in time while Redis hangs, and go on when it does', async () => {
    const commands = redisCommands(connected.client);
    const bounded = calls({ failures: 100 });
    redis.freeze();
    // It is over while Redis still hangs.
    const fault = await faultOf(bounded.run(() => commands(['PING'])));
    expect(fault).toBe('ERR_EMAS_REDIS_TIMEOUT');
    redis.thaw();
    // A machine that is slow has it go on a moment later.
    const ping = (): Promise<unknown> => bounded.run(() => commands(['PING']));
    const goesOn = async (): Promise<boolean> => (await faultOf(ping())) === '';
    await waitUntil('Redis to go on', goesOn);
  });
});
