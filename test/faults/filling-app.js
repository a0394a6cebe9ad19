/** Logs until its disk is full, makes room when told, and tells how the log stands. */
import { rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createLogger } from '@emas/logging';

const { folder, ballast } = JSON.parse(process.argv[2]);
const logger = createLogger({
  app: 'filling',
  folder,
  key: 'filling '.repeat(4),
  console: false,
  maxBufferBytes: 300_000,
});
let line = 0;
const COMMANDS = {
  /** Takes what room there is. */
  fill() {
    try {
      for (let part = 0; ; part += 1) writeFileSync(`${ballast}.${part}`, 'x'.repeat(4096));
    } catch {
      // Full, as was wanted.
    }
  },
  log(count) {
    for (let each = 0; each < count; each += 1) {
      line += 1;
      logger.info('line', { line, text: 'x'.repeat(200) });
    }
  },
  room() {
    for (let part = 0; part < 10_000; part += 1) rmSync(`${ballast}.${part}`, { force: true });
  },
  state: () => undefined,
  end: () => process.exit(0),
};
for await (const command of createInterface({ input: process.stdin })) {
  const [name, count] = command.split(' ');
  COMMANDS[name](Number(count));
  process.stdout.write(`${JSON.stringify({ name, ...logger.counters().system, line })}\n`);
}
