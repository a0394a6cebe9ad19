import { beforeEach, describe, expect, it, test } from '@jest/globals';
import { createEventBus } from '@emas/events';
import type { EmasEvent } from '@emas/events';
import { HealthWatch } from '../src/health/health-watch.ts';
import type { PartFlow, PartReading } from '../src/health/part-reading.ts';

const START = Date.parse('2026-11-27T08:00:00Z');

let now: number;
let wall: number;
let told: EmasEvent[];
let reading: PartReading;
let watch: HealthWatch;
beforeEach(() => {
  now = 5000;
  wall = START;
  told = [];
  reading = aReading();
  const events = createEventBus();
  events.subscribe((event) => told.push(event));
  const clock = { wall: () => wall, steady: () => now };
  watch = new HealthWatch({ read: async () => [reading], events, clock });
});

const IDLE: PartFlow = {
  ...{ queued: 0, spooled: 0, spoolUsed: 0, oldest: undefined },
  ...{ sent: 0, parked: 0, dropped: {} },
};

function aReading(changes: Partial<PartReading> = {}): PartReading {
  return {
    ...{ part: 'traffic', name: 'traffic', kind: 'figures', access: 'ok', losses: 0 },
    fault: undefined,
    flow: IDLE,
    ...changes,
  };
}

function flowing(changes: Partial<PartFlow>): void {
  reading = aReading({ flow: { ...IDLE, ...changes } });
}

/** Time goes by, with a look every two seconds and one at the end. */
async function passes(seconds: number): Promise<readonly string[]> {
  let standings: readonly string[] = [];
  for (let second = 0; second < seconds; second += 2) {
    const step = Math.min(2, seconds - second) * 1000;
    now += step;
    wall += step;
    const [part] = await watch.look();
    standings = part?.degraded.map(({ standing }) => standing) ?? [];
  }
  return standings;
}

const names = (): string[] =>
  told.map(({ name, fields }) => `${name} ${String(Reflect.get(fields, 'standing'))}`);

test('of a part that is well nothing is told, however long', async () => {
  flowing({ queued: 9, spooled: 400, sent: 12_000, spoolUsed: 0.5, oldest: START + 3_600_000 });
  expect(await passes(3600)).toEqual([]);
  expect(told).toEqual([]);
});

describe('a part that is away', () => {
  it('is degraded at once, and told of once with what is known: since when, and the code alone', async () => {
    const fault = { code: 'ECONNREFUSED', message: 'http://emas:geheim@10.1.2.3 refused' };
    reading = aReading({ part: 'clickhouse', access: 'away', fault });
    expect(await passes(2)).toEqual(['away']);
    expect(told).toEqual([]);
    await passes(3600);
    expect(told).toMatchObject([
      {
        name: 'part_degraded',
        fields: {
          ...{ part: 'clickhouse', standing: 'away', fault: 'ECONNREFUSED' },
          ...{ since: '2026-11-27T08:00:02.000Z', message: 'It does not answer.' },
        },
      },
    ]);
    expect(JSON.stringify(told)).not.toMatch(/geheim|10\.1/);
  });

  it('has recovered once, with how long it was away', async () => {
    reading = aReading({ access: 'away' });
    await passes(60);
    reading = aReading();
    expect(await passes(2)).toEqual([]);
    await passes(3600);
    expect(names()).toEqual(['part_degraded away', 'part_recovered away']);
    // From the first look at it that failed to the first that did not.
    expect(told[1]).toMatchObject({ fields: { down_for: 60_000 } });
  });

  it('is not told of where one look alone finds it so', async () => {
    for (let time = 0; time < 50; time += 1) {
      reading = aReading({ access: 'away' });
      expect(await passes(2)).toEqual(['away']);
      reading = aReading();
      expect(await passes(8)).toEqual([]);
    }
    expect(told).toEqual([]);
  });

  it('has one long outage where it comes and goes', async () => {
    reading = aReading({ access: 'away' });
    await passes(10);
    for (let time = 0; time < 500; time += 1) {
      reading = aReading({ access: time % 2 === 0 ? 'ok' : 'away' });
      await passes(4);
    }
    expect(names()).toEqual(['part_degraded away']);
    reading = aReading();
    await passes(10);
    expect(names()).toEqual(['part_degraded away', 'part_recovered away']);
  });

  it('is told of as long as it lasts, whatever is done to the clock on the wall', async () => {
    reading = aReading({ access: 'away' });
    await passes(2);
    wall -= 10_800_000;
    await passes(8);
    expect(names()).toEqual(['part_degraded away']);
    wall += 86_400_000;
    reading = aReading();
    await passes(8);
    expect(told[1]).toMatchObject({ fields: { down_for: 10_000 } });
  });
});

it('an engine that opens is not degraded', async () => {
  reading = aReading({ part: 'clickhouse', kind: 'engine', access: 'opening', flow: undefined });
  expect(await passes(60)).toEqual([]);
  expect(told).toEqual([]);
});

it('a fault of the moment is no trouble while rows do not wait for long', async () => {
  reading = aReading({ fault: { code: '241', message: 'MEMORY_LIMIT_EXCEEDED' } });
  expect(await passes(600)).toEqual([]);
  expect(told).toEqual([]);
});

describe('rows that wait', () => {
  it('are told of after a minute, however many come after them', async () => {
    flowing({ queued: 1, oldest: wall });
    expect(await passes(60)).toEqual([]);
    expect(await passes(2)).toEqual(['waiting']);
    await passes(60);
    expect(told).toMatchObject([{ name: 'part_degraded', fields: { standing: 'waiting' } }]);
    expect(Reflect.get(told[0]?.fields ?? {}, 'message')).toMatch(
      /^The oldest row has waited for 6\d s\.$/,
    );
    flowing({});
    await passes(20);
    expect(names()).toEqual(['part_degraded waiting', 'part_recovered waiting']);
  });
});

it('a spool over half of its limit is told of with its share', async () => {
  flowing({ spoolUsed: 0.5 });
  expect(await passes(10)).toEqual([]);
  flowing({ spoolUsed: 0.639 });
  expect(await passes(10)).toEqual(['filling']);
  expect(told).toMatchObject([{ fields: { message: expect.stringContaining('63 %') } }]);
});

it('parked rows are told of with what to do, until they are gone', async () => {
  flowing({ parked: 3 });
  expect(await passes(10)).toEqual(['parked']);
  expect(told).toMatchObject([
    { fields: { message: expect.stringMatching(/^3 rows .*emas spool retry/) } },
  ]);
  flowing({});
  await passes(10);
  expect(names()).toEqual(['part_degraded parked', 'part_recovered parked']);
});

describe('losses', () => {
  it('count for ten minutes after the last one', async () => {
    flowing({ dropped: { spool_full: 5 } });
    expect(await passes(598)).toEqual(['dropping']);
    flowing({ dropped: { spool_full: 5, rejected: 1 } });
    expect(await passes(600)).toEqual(['dropping']);
    expect(names()).toEqual(['part_degraded dropping']);
    expect(await passes(2)).toEqual([]);
    await passes(10);
    expect(names()).toEqual(['part_degraded dropping', 'part_recovered dropping']);
  });

  it('last while the fault lasts: the line that says that they are over would be lost as well', async () => {
    const flow = { ...IDLE, dropped: { dropped: 1 } };
    const fault = { code: '', message: 'tcp siem.example:6514: ECONNREFUSED' };
    reading = aReading({ part: 'syslog_receiver', kind: 'receiver', flow, fault, access: 'away' });
    await passes(7200);
    expect(names().toSorted()).toEqual(['part_degraded away', 'part_degraded dropping']);
    reading = aReading({ part: 'syslog_receiver', kind: 'receiver', flow });
    await passes(10);
    expect(names().slice(2).toSorted()).toEqual(['part_recovered away', 'part_recovered dropping']);
  });
});

it('several troubles of one part are each told of, the most urgent first in health', async () => {
  flowing({ parked: 1, spoolUsed: 0.9, oldest: wall - 120_000, dropped: { spool_full: 1 } });
  reading = { ...reading, access: 'unwritable' };
  expect(await passes(10)).toEqual(['dropping', 'unwritable', 'filling', 'waiting', 'parked']);
  expect(names()).toHaveLength(5);
});

it('a log that cannot be written is told of once, though that line cannot be written either', async () => {
  const events = createEventBus();
  let waiting = 0;
  // As a log does, each event adds a line to what waits.
  events.subscribe((event) => {
    told.push(event);
    waiting += 1;
  });
  const read = async (): Promise<PartReading[]> => [
    aReading({
      part: 'system_log',
      kind: 'file',
      access: 'unwritable',
      flow: { ...IDLE, queued: waiting },
    }),
  ];
  watch = new HealthWatch({ read, events, clock: { wall: () => wall, steady: () => now } });
  await passes(7200);
  expect(names()).toEqual(['part_degraded unwritable']);
});

it('what is closed tells nothing', async () => {
  reading = aReading({ access: 'away' });
  await passes(10);
  watch.stop();
  expect(await passes(10)).toEqual(['away']);
  reading = aReading({ access: 'unwritable' });
  await passes(60);
  expect(names()).toEqual(['part_degraded away']);
});

it('whoever asks a thousand times is answered by one look', async () => {
  let looks = 0;
  const read = async (): Promise<PartReading[]> => {
    looks += 1;
    return [reading];
  };
  watch = new HealthWatch({
    ...{ read, events: createEventBus() },
    clock: { wall: () => wall, steady: () => now },
  });
  for (let time = 0; time < 1000; time += 1) await watch.look();
  expect(looks).toBe(1);
  now += 1001;
  await watch.look();
  expect(looks).toBe(2);
});
