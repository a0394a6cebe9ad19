import { expect, test } from '@jest/globals';
import { CATALOGUE, createEventBus } from '@emas/events';
import type { EmasEvent } from '@emas/events';

test('everybody who listens hears an event once, with its time', () => {
  const bus = createEventBus();
  const heard: EmasEvent[] = [];
  bus.subscribe((event) => heard.push(event));
  const leave = bus.subscribe((event) => heard.push(event));
  const before = Date.now();
  bus.emit('session_created', { session: 'abc', source_network: '192.0.2.1' });
  leave();
  bus.emit('session_created', { session: 'def', source_network: '192.0.2.2' });
  expect(heard.map((event) => event.fields)).toEqual([
    { session: 'abc', source_network: '192.0.2.1' },
    { session: 'abc', source_network: '192.0.2.1' },
    { session: 'def', source_network: '192.0.2.2' },
  ]);
  expect(heard[0]?.time).toBeGreaterThanOrEqual(before);
});

test('a listener that throws hurts neither the emitter nor the others', () => {
  const bus = createEventBus();
  const heard: string[] = [];
  const fault = new Error('sink is gone');
  bus.subscribe(() => {
    throw fault;
  });
  bus.subscribe((event) => heard.push(event.name));
  bus.emit('store_recovered', {
    store: 'sessions',
    direction: 'reads',
    down_for: 1200,
    failed: 3,
  });
  expect(heard).toEqual(['store_recovered']);
  expect(bus.counters()).toEqual({ emitted: 1, listenerFaults: 1, lastFault: fault });
});

test.each(Object.entries(CATALOGUE))('%s is told in one sentence', (name, event) => {
  expect(name).toMatch(/^[a-z]+(_[a-z]+)+$/);
  expect(event.meaning).toMatch(/^[A-Z].{14,120}\.$/);
});
