/**
 * A writer of batches in a process of its own, to be frozen, killed and starved. Takes its options as JSON
 * and commands over IPC; answers each with the writer's counters.
 */
import { execFileSync } from 'node:child_process';
import { batchWriter, connect } from '@emas/clickhouse';

const { url, startExhausted = false, ...options } = JSON.parse(process.argv[2]);
const client = connect({ url, requestTimeout: 2000 });
// As many as Node has open already, by far.
if (startExhausted) execFileSync('prlimit', ['--pid', String(process.pid), '--nofile=10:']);
const writer = batchWriter({ client, flushInterval: 20, retry: { base: 5, cap: 50 }, ...options });
const COMMANDS = {
  state: () => undefined,
  add: ({ table, from, count }) =>
    writer.add(
      table,
      Array.from({ length: count }, (_, index) => ({ id: from + index })),
    ),
  close: ({ timeout }) => writer.close({ timeout }),
};
process.on('message', async ({ name, number, ...given }) => {
  await COMMANDS[name](given);
  process.send({ number, pid: process.pid, counters: writer.counters() });
});
process.on('disconnect', () => process.exit());
process.send('ready');
