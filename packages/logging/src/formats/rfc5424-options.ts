import { parseOptions, wholeNumber } from '@emas/options';
import { z } from 'zod';
import type { LogFormat } from '../record.ts';

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
   * What the message is: the text of the line; our JSON line, in ASCII; or what another format makes of
   * it, such as `cefFormat`.
   * @default 'text'
   */
  readonly message?: 'text' | 'json' | LogFormat;
  /**
   * Bytes of structured data: a receiver that cuts long messages must not cut it. Parameters that find no
   * room are left out, and counted in `more`.
   * @default 1024
   */
  readonly maxDataBytes?: number;
}

/** The options with their defaults filled in. */
export interface ResolvedRfc5424Options {
  readonly securityFacility: number;
  readonly facility: number;
  readonly enterprise: number;
  readonly message: 'text' | 'json' | LogFormat;
  readonly maxDataBytes: number;
}

const MESSAGE_WANTED = "wants 'text', 'json' or a format such as cefFormat";

const schema = z.strictObject({
  securityFacility: wholeNumber('a facility', 0, 23, 10),
  facility: wholeNumber('a facility', 0, 23, 16),
  enterprise: wholeNumber('a private enterprise number', 1, 4_294_967_295, 32_473),
  message: z
    .union(
      [
        z.enum(['text', 'json']),
        z.custom<LogFormat>((value) => typeof value === 'function', { error: MESSAGE_WANTED }),
      ],
      { error: MESSAGE_WANTED },
    )
    .default('text'),
  maxDataBytes: wholeNumber('bytes', 128, 65_536, 1024),
});

/** @throws EmasError `ERR_EMAS_SYSLOG_OPTIONS`. */
export function resolveRfc5424Options(given: Rfc5424Options): ResolvedRfc5424Options {
  return parseOptions('rfc5424Format', 'ERR_EMAS_SYSLOG_OPTIONS', schema, given);
}
