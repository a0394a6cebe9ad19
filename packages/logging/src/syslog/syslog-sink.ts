import type { LogOrigin, LogRecord, LogSink, SinkCounters } from '../record.ts';
import type { Carrier } from './carrier.ts';
import { Connection } from './connection.ts';
import { Datagrams } from './datagrams.ts';
import { DropCounter } from './drop-counter.ts';
import { cutBytes } from './framing.ts';
import { resolveSyslogOptions } from './options.ts';
import type { SyslogOptions } from './options.ts';

/**
 * Sends lines to a syslog receiver as they come: over UDP (RFC 5426), TCP (RFC 6587 §3.4.1) or TLS
 * (RFC 5425).
 *
 * Syslog confirms nothing, so a receiver that breaks down takes with it what it had not read yet. Keep
 * the log files: they are the record, and what is sent is a copy of it.
 *
 * @throws EmasError `ERR_EMAS_SYSLOG_OPTIONS`; later on, nothing.
 */
export function syslogSink(options: SyslogOptions): LogSink {
  const resolved = resolveSyslogOptions(options);
  const { format, maxMessageBytes, name } = resolved;
  let heardBy: ((count: number) => void) | undefined;
  const drops = new DropCounter((count) => {
    heardBy?.(count);
    resolved.onDrop?.(count);
  });
  const carrier: Carrier =
    resolved.protocol === 'udp' ? new Datagrams(resolved, drops) : new Connection(resolved, drops);
  let formatFault: string | undefined;

  function write(record: LogRecord, origin: LogOrigin): void {
    try {
      const message = Buffer.from(format(record, origin), 'utf8');
      // RFC 6587 has no frame without bytes.
      if (message.length > 0) carrier.send(cutBytes(message, maxMessageBytes));
      formatFault = undefined;
    } catch (error) {
      // The format may be somebody else's.
      drops.add(1);
      formatFault = `format: ${String(error)}`;
    }
  }

  return {
    name,
    write,
    onDropped(listener) {
      heardBy = listener;
    },
    flushSync: () => carrier.flushSync(),
    lastTurn: () => carrier.lastTurn?.(),
    async close(timeout) {
      await carrier.close(timeout);
      drops.tell();
    },
    counters: (): SinkCounters => {
      const counters = carrier.counters();
      return { ...counters, fault: counters.fault ?? formatFault };
    },
  };
}
