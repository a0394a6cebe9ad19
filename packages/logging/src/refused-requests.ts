import { subscribe } from 'node:diagnostics_channel';
import type { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { canonicalAddress } from '@emas/addresses';
import { errorCode } from '@emas/errors';
import type { EventBus } from '@emas/events';
import { propertyOf } from './thrown.ts';

/** How a server's refusals are told. */
interface Watch {
  readonly bus: EventBus;
  readonly hasAddress: boolean;
}

/** What Node answers, by the code of the error that its parser ends with; all others of the parser are 400. */
const STATUS: Readonly<Record<string, readonly [reason: string, status: number]>> = {
  HPE_HEADER_OVERFLOW: ['headers_too_large', 431],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['chunk_extensions_too_large', 413],
  ERR_HTTP_REQUEST_TIMEOUT: ['timeout', 408],
};
const MALFORMED = /^HPE_/;
const NOT_SECURE = /^ERR_SSL_/;

const watched = new WeakMap<object, Map<EventBus, Watch>>();
let isListening = false;

/**
 * Has requests counted that Node refuses before any app sees them: those that are no HTTP, whose headers are too
 * large, that name no host, or that take too long to come. What Node does about them stays as it is.
 *
 * @param hasAddress Whether the address of the connection is told, which behind a proxy is the proxy's.
 */
export function watchRefusedRequests(
  server: EventEmitter,
  bus: EventBus,
  { hasAddress }: { readonly hasAddress: boolean },
): void {
  const known = watched.get(server);
  if (known !== undefined) {
    if (!known.has(bus)) known.set(bus, { bus, hasAddress });
    return;
  }
  watched.set(server, new Map([[bus, { bus, hasAddress }]]));
  hearClientErrors(server);
  if (isListening) return;
  isListening = true;
  // No other way tells of a request without a host: the server answers it, and emits nothing.
  subscribe('http.server.request.start', onRequestStart);
}

/**
 * Not a listener: with one, Node would leave the answer to it. RFC 9112 §2.2 has the server answer and close.
 */
function hearClientErrors(server: EventEmitter): void {
  const emit = server.emit.bind(server);
  Object.defineProperty(server, 'emit', {
    configurable: true,
    writable: true,
    value: function emitAndTell(name: string | symbol, ...given: unknown[]): boolean {
      if (name === 'clientError') onClientError(server, given);
      return emit(name, ...given);
    },
  });
}

function onClientError(server: object, [error, socket]: readonly unknown[]): void {
  const code = errorCode(error);
  const known = STATUS[code];
  if (known !== undefined) tell(server, known[0], known[1], socket);
  else if (MALFORMED.test(code)) tell(server, 'malformed', 400, socket);
  // There is nobody to answer: the connection was never secure.
  else if (NOT_SECURE.test(code)) tell(server, 'tls', undefined, socket);
}

/** What Node says in `http.server.request.start` (documentation of diagnostics_channel). */
interface RequestStart {
  readonly request: IncomingMessage;
  readonly socket: Socket;
  readonly server: object;
}

/** HTTP/1.1 needs a host (RFC 9112 §3.2). Asked of each request: it must cost nothing. */
function onRequestStart(message: unknown): void {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Node documents what it sends.
  const { request, socket, server } = message as RequestStart;
  if (request.headers.host !== undefined || request.httpVersion !== '1.1') return;
  if (!watched.has(server) || propertyOf(server, 'requireHostHeader') === false) return;
  tell(server, 'no_host', 400, socket);
}

function tell(server: object, reason: string, status: number | undefined, socket: unknown): void {
  const address = propertyOf(socket, 'remoteAddress');
  for (const { bus, hasAddress } of watched.get(server)?.values() ?? []) {
    bus.emit('http_request_refused', {
      reason,
      status,
      source_network:
        hasAddress && typeof address === 'string' ? canonicalAddress(address) : undefined,
    });
  }
}
