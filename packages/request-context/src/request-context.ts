import type { Keeping, KeptPlace } from '@emas/data-map';
import type { Request, RequestHandler } from 'express';
import { NetworkTable, addressPrefix } from '@emas/addresses';
import type { PrefixLengths } from '@emas/addresses';
import { clientAddress } from './client-address.ts';
import { createClientParser } from './client.ts';
import type { Client, ClientParser } from './client.ts';
import { countryCode, openCountryDatabase } from './country.ts';
import type { CountryLookup } from './country.ts';
import { installedCountries } from './installed-countries.ts';
import { resolveOptions } from './options.ts';
import type { RequestContextOptions } from './options.ts';
import { publicIds } from '@emas/random-ids';
import { asyncContext } from './request.ts';
import type { RequestContext } from './request.ts';
import { requestPath } from './request-path.ts';
import { comesFromTrustedProxy, refuseTrustingEveryProxy } from './trust-proxy.ts';

/**
 * Middleware that says who is asking: `req.emas` with the request's id, the client's address and
 * prefix, the parsed client and its country; and the id in an async context, for logs.
 *
 * @throws EmasError `ERR_EMAS_REQUEST_CONTEXT_OPTIONS` on a wrong option, `ERR_EMAS_TRUST_PROXY_TRUE`,
 * `ERR_EMAS_COUNTRY_DATABASE`.
 */
export function requestContext(given: RequestContextOptions = {}): RequestHandler & Keeping {
  const options = resolveOptions(given);
  if (options.app !== undefined) refuseTrustingEveryProxy(options.app);
  const { database, header } = options.country;
  const sources: Sources = {
    network: options.network,
    parseClient: createClientParser(options.clientCacheSize),
    countryHeader: header,
    hosting: new NetworkTable(options.hosting.map((one) => [one, true])),
    lookUpCountry: countryLookup(database ?? installedCountries()?.path ?? false),
  };
  let proxyChecked = false;

  const handler: RequestHandler = function emasRequestContext(req, res, next) {
    if (!proxyChecked) {
      refuseTrustingEveryProxy(req.app);
      proxyChecked = true;
    }
    const id = inboundId(req, options.requestIdHeader) ?? newRequestId();
    const context = new LazyRequestContext(req, id, sources);
    req.emas = context;
    if (options.exposeId) res.setHeader('X-Request-Id', id);
    asyncContext.run(context, next);
  };
  return Object.assign(handler, { keeps: [PARSED_CLIENTS] });
}

function countryLookup(database: string | false): CountryLookup {
  return database === false ? () => '' : openCountryDatabase(database);
}

/** The cache of the parser: each kind of browser once, of whomever. */
const PARSED_CLIENTS: KeptPlace = {
  id: 'request-context/clients',
  kind: 'memory',
  where: 'kinds of browsers',
  holds: ['agent'],
  reason: 'security',
  kept: { until: 'process' },
  readers: ['app'],
};

interface Sources {
  readonly network: PrefixLengths;
  readonly parseClient: ClientParser;
  readonly countryHeader: string | undefined;
  readonly hosting: NetworkTable<true>;
  readonly lookUpCountry: CountryLookup;
}

class LazyRequestContext implements RequestContext {
  readonly id: string;
  readonly address: string;
  readonly #req: Request;
  readonly #sources: Sources;
  #path: string | undefined;
  #prefix: string | undefined;
  #client: Client | undefined;
  #country: string | undefined;

  constructor(req: Request, id: string, sources: Sources) {
    this.id = id;
    this.address = clientAddress(req);
    this.#req = req;
    this.#sources = sources;
  }

  get method(): string {
    return this.#req.method;
  }

  get path(): string {
    return (this.#path ??= requestPath(this.#req));
  }

  get prefix(): string {
    return (this.#prefix ??= addressPrefix(this.address, this.#sources.network));
  }

  get client(): Client {
    return (this.#client ??= this.#sources.parseClient(this.#req.headers['user-agent'], (name) =>
      headerOf(this.#req, name),
    ));
  }

  get isAnonymous(): boolean {
    return this.#isTor() || this.#sources.hosting.find(this.address).length > 0;
  }

  /** As Cloudflare writes it, and others after it. */
  #isTor(): boolean {
    const { countryHeader } = this.#sources;
    if (countryHeader === undefined || !comesFromTrustedProxy(this.#req)) return false;
    return headerOf(this.#req, countryHeader)?.toUpperCase() === 'T1';
  }

  get country(): string {
    return (this.#country ??= this.#findCountry());
  }

  #findCountry(): string {
    const { countryHeader, lookUpCountry } = this.#sources;
    if (countryHeader !== undefined && comesFromTrustedProxy(this.#req)) {
      const code = countryCode(headerOf(this.#req, countryHeader));
      if (code !== '') return code;
    }
    return lookUpCountry(this.address);
  }
}

function headerOf(req: Request, name: string): string | undefined {
  const value = req.headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** Ids go into log lines and pages: only plain ones are taken over. */
const INBOUND_ID = /^[\w.:+/=-]{8,128}$/;

function inboundId(req: Request, header: string | false): string | undefined {
  if (header === false) return undefined;
  const value = headerOf(req, header);
  if (value === undefined || !INBOUND_ID.test(value)) return undefined;
  return comesFromTrustedProxy(req) ? value : undefined;
}

/** 128 bits. */
const newRequestId = publicIds(16, 'hex');
