import { warnOnce } from '@emas/warnings';
import { functionOption, parseOptions, wholeNumber } from '@emas/options';
import { z } from 'zod';
import { rfc5424Format } from '../formats/rfc5424.ts';
import type { LogFormat } from '../record.ts';

export type SyslogProtocol = 'udp' | 'tcp' | 'tls';

/** Options of `syslogSink()`. */
export interface SyslogOptions {
  /** Name or address of the receiver. */
  readonly host: string;
  /** @default 6514 for `tls` (RFC 5425), 514 for the others */
  readonly port?: number;
  /**
   * `'tls'` is RFC 5425, the only one that nobody on the way can read or change; `'tcp'` is RFC 6587 with
   * octet counting; `'udp'` is RFC 5426, which loses what does not arrive.
   * @default 'tls'
   */
  readonly protocol?: SyslogProtocol;
  /** What each message is made by; a line that it makes `''` of is left out. @default rfc5424Format() */
  readonly format?: LogFormat;
  /** Certificates of the authorities that the receiver's may be signed by, PEM. @default Node's */
  readonly ca?: string | Buffer | readonly (string | Buffer)[];
  /** Our certificate in PEM, if the receiver requires one. */
  readonly cert?: string | Buffer;
  /** The key of our certificate, PEM. */
  readonly key?: string | Buffer;
  /** The name that the receiver's certificate must be for. @default host */
  readonly servername?: string;
  /**
   * Bytes of one message; longer ones are cut at the end of a character. RFC 5424 §6.1 asks of receivers
   * to take 480, and wishes for 2048.
   * @default 2048 for `udp`, 8192 for the others, which is what rsyslog takes
   */
  readonly maxMessageBytes?: number;
  /** Bytes that wait while the receiver is away; then the newest lines are dropped. @default 8388608 */
  readonly maxQueueBytes?: number;
  /** Longest wait for a connection, TLS included, milliseconds. @default 10000 */
  readonly connectTimeout?: number;
  /** Longest wait until the system has taken what was written, milliseconds. @default 10000 */
  readonly writeTimeout?: number;
  /** Longest wait between attempts to connect, milliseconds. @default 30000 */
  readonly maxRetryDelay?: number;
  /** Names the receiver in events and counters. @default 'syslog' */
  readonly name?: string;
  /**
   * Called with the number of lines dropped since the last call, at most once in ten seconds: it may log that
   * here again.
   */
  readonly onDrop?: (count: number) => void;
}

/** Certificates and what they are held to. */
export interface TlsSettings {
  readonly ca?: string | Buffer | (string | Buffer)[];
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly servername?: string;
}

/** The options with their defaults filled in. */
export interface ResolvedSyslogOptions {
  readonly host: string;
  readonly port: number;
  readonly protocol: SyslogProtocol;
  readonly format: LogFormat;
  readonly tls: TlsSettings;
  readonly maxMessageBytes: number;
  readonly maxQueueBytes: number;
  readonly connectTimeout: number;
  readonly writeTimeout: number;
  readonly maxRetryDelay: number;
  readonly name: string;
  readonly onDrop: ((count: number) => void) | undefined;
}

const MIB = 1024 * 1024;
const MINUTE = 60_000;
/** What the header of a message may take with long names in it. */
const HEADER_BYTES = 512;
const LARGEST_DATAGRAM = 65_507;
const PLAIN_CODE = 'WARN_EMAS_SYSLOG_PLAIN';

const text = (wanted: string): z.ZodString =>
  z.string({ error: wanted }).min(1, wanted).max(255, wanted);
const PEM_WANTED = 'expected PEM, as text or bytes';
const pem = z.union([z.string().min(1), z.instanceof(Buffer)], { error: PEM_WANTED });

const schema = z.strictObject({
  host: text('expected a name or an address'),
  port: z
    .int({ error: 'expected a port' })
    .min(1, 'expected a port')
    .max(65_535, 'expected a port')
    .optional(),
  protocol: z
    .enum(['udp', 'tcp', 'tls'], { error: "expected 'udp', 'tcp' or 'tls'" })
    .default('tls'),
  format: functionOption<LogFormat>().optional(),
  ca: z
    .union([pem, z.array(pem).min(1)], { error: `${PEM_WANTED}, or an array of them` })
    .optional(),
  cert: pem.optional(),
  key: pem.optional(),
  servername: text('expected a name').optional(),
  maxMessageBytes: z
    .int({ error: 'expected bytes from 480' })
    .min(480, 'expected bytes from 480')
    .max(MIB, `expected bytes up to ${MIB}`)
    .optional(),
  maxQueueBytes: wholeNumber('bytes', 16_384, 1024 * MIB, 8 * MIB),
  connectTimeout: wholeNumber('milliseconds', 10, 5 * MINUTE, 10_000),
  writeTimeout: wholeNumber('milliseconds', 10, 5 * MINUTE, 10_000),
  maxRetryDelay: wholeNumber('milliseconds', 10, 60 * MINUTE, 30_000),
  name: text('expected a name').default('syslog'),
  onDrop: functionOption<(count: number) => void>().optional(),
});

/** @throws EmasError `ERR_EMAS_SYSLOG_OPTIONS`. */
export function resolveSyslogOptions(given: SyslogOptions): ResolvedSyslogOptions {
  const parsed = parseOptions('syslogSink', 'ERR_EMAS_SYSLOG_OPTIONS', schema, given);
  const { ca, cert, key, servername, format, onDrop, ...rest } = parsed;
  const isUdp = rest.protocol === 'udp';
  const maxMessageBytes = Math.min(
    rest.maxMessageBytes ?? (isUdp ? 2048 : 8192),
    isUdp ? LARGEST_DATAGRAM : MIB,
  );
  warnIfReadable(rest.protocol, rest.host);
  return {
    ...rest,
    onDrop,
    port: rest.port ?? (rest.protocol === 'tls' ? 6514 : 514),
    maxMessageBytes,
    format: format ?? defaultFormat(maxMessageBytes),
    tls: {
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(servername === undefined ? {} : { servername }),
    },
  };
}

/** The fields are in a message twice: a message that is cut must lose the end of its text, and no field. */
function defaultFormat(maxMessageBytes: number): LogFormat {
  const room = Math.floor((maxMessageBytes - HEADER_BYTES) / 2);
  return rfc5424Format({ maxDataBytes: Math.min(1024, Math.max(128, room)) });
}

function warnIfReadable(protocol: SyslogProtocol, host: string): void {
  const isLocal = host === 'localhost' || host === '::1' || /^127(?:\.\d+){3}$/.test(host);
  if (protocol === 'tls' || isLocal) return;
  warnOnce(
    PLAIN_CODE,
    `syslogSink sends over ${protocol}: anyone on the network path can read and change the lines. Use protocol 'tls'.`,
  );
}
