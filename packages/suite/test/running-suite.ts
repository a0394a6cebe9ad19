import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEventBus } from '@emas/events';
import type { EmasEvent } from '@emas/events';
import { suite } from '../src/index.ts';
import type { Suite, SuiteOptions } from '../src/index.ts';

/** A suite of a test, with what it told. */
export interface RunningSuite {
  readonly emas: Suite;
  readonly data: string;
  readonly told: EmasEvent[];
  end(): Promise<void>;
}

/** Without figures unless a test brings an engine; on a bus and in a folder of its own. */
export function runningSuite(options: SuiteOptions = {}): RunningSuite {
  const data = mkdtempSync(join(tmpdir(), 'emas-suite-'));
  const events = createEventBus();
  const told: EmasEvent[] = [];
  events.subscribe((event) => told.push(event));
  const emas = suite({
    app: 'test',
    version: '1.0.0',
    data,
    clickhouse: false,
    announce: false,
    lockFile: false,
    shutdown: { signals: false },
    log: { console: false },
    events,
    ...options,
  });
  return {
    emas,
    data,
    told,
    async end() {
      await emas.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
