import { waitUntil } from '../../../../test/waiting/wait-until.ts';
import type { LogSink, SinkCounters } from '../../src/record.ts';

/** Waits for a sink to stand as it is to stand. */
export async function untilSink(
  sink: LogSink,
  holds: (counters: SinkCounters) => boolean,
): Promise<void> {
  await waitUntil('the sink', () => holds(sink.counters()), { state: () => sink.counters() });
}
