import { parseOptions, wholeNumber } from '@emas/options';
import { z } from 'zod';
import type { LogFormat } from '../record.ts';

/** Forms of the message that need no format of the app's own. */
type MessageForm = 'logfmt' | 'text' | 'json';

/** Options of `rfc5424Format()`. */
export interface Rfc5424Options {
  /** Facility of the categories `auth` and `session` (RFC 5424 §6.2.1). @default 10, security messages */
  readonly securityFacility?: number;
  /** Facility of the other categories. @default 16, local0 */
  readonly facility?: number;
  /**
   * The organisation's number under which structured data is named, from IANA's list of private
   * enterprise numbers. @default 32473, which RFC 5612 keeps for examples
   */
  readonly enterprise?: number;
  /**
   * What the message is. `'logfmt'`: the fields as `name=value`, then `msg` with the text, so that the
   * fields reach receivers that drop structured data. `'text'`: the text alone, for receivers that keep
   * structured data. `'json'`: our JSON line, in ASCII. Or what another format makes of it, such as
   * `cefFormat`.
   * @default 'logfmt'
   */
  readonly message?: MessageForm | LogFormat;
  /**
   * Most bytes of the structured data, and of the fields in a `'logfmt'` message: a receiver that cuts long
   * messages must not cut them. Fields that do not fit are left out, and counted in `more`.
   * @default 1024
   */
  readonly maxDataBytes?: number;
}

/** The options with their defaults filled in. */
export interface ResolvedRfc5424Options {
  readonly securityFacility: number;
  readonly facility: number;
  readonly enterprise: number;
  readonly message: MessageForm | LogFormat;
  readonly maxDataBytes: number;
}

const MESSAGE_WANTED = "expected 'logfmt', 'text', 'json' or a format such as cefFormat";

const schema = z.strictObject({
  securityFacility: wholeNumber('a facility', 0, 23, 10),
  facility: wholeNumber('a facility', 0, 23, 16),
  enterprise: wholeNumber('a private enterprise number', 1, 4_294_967_295, 32_473),
  message: z
    .union(
      [
        z.enum(['logfmt', 'text', 'json']),
        z.custom<LogFormat>((value) => typeof value === 'function', { error: MESSAGE_WANTED }),
      ],
      { error: MESSAGE_WANTED },
    )
    .default('logfmt'),
  maxDataBytes: wholeNumber('bytes', 128, 65_536, 1024),
});

/** @throws EmasError `ERR_EMAS_SYSLOG_OPTIONS`. */
export function resolveRfc5424Options(given: Rfc5424Options): ResolvedRfc5424Options {
  return parseOptions('rfc5424Format', 'ERR_EMAS_SYSLOG_OPTIONS', schema, given);
}
