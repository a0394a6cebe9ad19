import { bodyOf, sendBatch } from '@emas/clickhouse/internal';
import { Recorder } from '@emas/analytics/internal';

/** A recorder with room for whatever the model of traffic sends. */
export function benchRecorder() {
  return new Recorder({
    app: 'bench',
    timeZone: 'UTC',
    network: { ipv4: 32, ipv6: 64 },
    maxVisitors: 3_000_000,
    maxPages: 10_000,
    maxHits: 10_000_000,
  });
}

/**
 * Sends what was recorded, and further batches, each once.
 *
 * @param number Another one each time.
 */
export async function sendRecorded(client, recorder, number, further = []) {
  const batches = [...further];
  recorder.drainTo({ add: (table, lines) => batches.push({ table, lines }) });
  for (const { table, lines } of batches.filter((batch) => batch.lines.length > 0)) {
    const token = `${table}-${number}`;
    await sendBatch(client, { token, table, rows: lines.length, body: bodyOf(lines) });
  }
}
