import { createEventBus } from '@emas/events';
import type { EmasEvent, EventBus } from '@emas/events';
import { deprecations } from '@emas/deprecation';
import type { DeprecationLine, Deprecations, DeprecationsOptions } from '@emas/deprecation';
import { requestContext } from '@emas/request-context';
import express from 'express';
import type { Express } from 'express';

/** An app with a ledger of its own, a clock that stands, and what was told. */
export interface LedgerApp {
  readonly app: Express;
  readonly bus: EventBus;
  readonly ledger: Deprecations;
  readonly heard: EmasEvent[];
  readonly clock: { now: number };
  /** What was told, as log files hold it. */
  lines(): DeprecationLine[];
  /** The names of what was told, those of declarations left out. */
  told(): string[];
}

const NOON = Date.parse('2026-11-23T12:00:00Z');

export function ledgerApp(
  options: DeprecationsOptions = {},
  create: typeof express = express,
): LedgerApp {
  const bus = createEventBus();
  const heard: EmasEvent[] = [];
  const times: number[] = [];
  const clock = { now: NOON };
  bus.subscribe((event) => {
    heard.push(event);
    times.push(clock.now);
  });
  const app = create();
  app.use(requestContext({ app }));
  return {
    app,
    bus,
    ledger: deprecations({ events: bus, now: () => clock.now, key: 'k'.repeat(32), ...options }),
    heard,
    clock,
    lines: () =>
      heard.map(({ name, fields }, index) => ({
        time: new Date(times[index] ?? 0).toISOString(),
        event: name,
        data: { ...fields },
      })),
    told: () => heard.map(({ name }) => name).filter((name) => name !== 'deprecated_api_declared'),
  };
}
