import type { ClickHouseClient } from '@clickhouse/client';
import { bodyOf, sendBatch } from '@emas/clickhouse/internal';
import type { Hit } from '../src/hit.ts';
import { Recorder } from '../src/record/recorder.ts';

let batches = 0;

/** Records hits as the middleware does. Batches are cut anywhere: what one hit changes may travel in two. */
export async function recordInto(
  client: ClickHouseClient,
  hits: readonly Hit[],
  { app, timeZone }: { readonly app: string; readonly timeZone: string },
): Promise<void> {
  const recorder = new Recorder({
    app,
    timeZone,
    network: { ipv4: 32, ipv6: 64 },
    maxVisitors: 100_000,
    maxPages: 1000,
    maxHits: 1_000_000,
  });
  const flush = async (): Promise<void> => {
    const pending: Promise<unknown>[] = [];
    recorder.drainTo({
      add(table, lines) {
        batches += 1;
        const body = bodyOf(lines);
        pending.push(
          sendBatch(client, { token: `${app} ${batches}`, table, rows: lines.length, body }),
        );
      },
    });
    await Promise.all(pending);
  };
  const every = Math.max(97, Math.ceil(hits.length / 40));
  for (const [index, hit] of hits.entries()) {
    recorder.record(hit);
    if (index % every === 0) await flush();
  }
  await flush();
}
