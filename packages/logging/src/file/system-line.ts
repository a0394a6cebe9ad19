import { CATALOGUE } from '@emas/events';
import type { EventDefinition, EventFields, EventName } from '@emas/events';
import { logRecord } from '../record.ts';
import type { LogOrigin, LogSink } from '../record.ts';

/**
 * Writes a line of the logger itself into one log, of any category, and has it with the
 * operating system before it returns.
 *
 * @param fields Written as they are: names of logs and files, numbers and hashes.
 */
export function writeSystemLine<Name extends EventName>(
  sink: LogSink,
  origin: LogOrigin,
  name: Name,
  fields: EventFields<Name>,
): void {
  const { level, category, meaning }: EventDefinition = CATALOGUE[name];
  const line = { level, category, event: name, message: meaning, time: Date.now() };
  sink.write(
    logRecord(
      { ...line, request: undefined, context: undefined },
      { json: JSON.stringify(fields) },
    ),
    origin,
  );
  sink.flushSync();
}
