import { expect, test } from '@jest/globals';
import { createEventBus } from '@emas/events';
import { Ledger } from '../src/ledger.ts';

test('a stranger who makes up a client with each call gets a hundred lines a minute, and all calls count', () => {
  const bus = createEventBus();
  const lines: string[] = [];
  bus.subscribe(({ name }) => lines.push(name));
  const ledger = new Ledger(bus, '1.0.0', 10_000, 60_000);
  const call = (id: string, now: number): void =>
    ledger.count(
      {
        endpoint: 'GET /v1',
        client: { id, kind: 'family' },
        address: '203.0.113.7',
        since: '2026-01-01',
        sunset: undefined,
      },
      now,
    );
  for (let number = 0; number < 3000; number += 1) call(`made-up ${number}`, number);
  // A hundred by name, and one for all others.
  expect(lines).toHaveLength(101);
  expect(ledger.rows().find(({ id }) => id === '(other)')?.count).toBe(2900);
  // Somebody else has a name a minute later, and who had one keeps it.
  call('claims-app 2', 60_000);
  call('made-up 7', 60_000);
  expect(ledger.rows().find(({ id }) => id === 'claims-app 2')?.count).toBe(1);
  expect(ledger.rows().find(({ id }) => id === 'made-up 7')?.count).toBe(2);
});
