import { connect as connectTcp, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import type { ResolvedSyslogOptions } from './options.ts';

/** Where to, and how. */
type Destination = Pick<ResolvedSyslogOptions, 'protocol' | 'host' | 'port' | 'tls'>;

const KEEP_ALIVE_AFTER = 30_000;
/** How long a receiver may take to say that it does not like our certificate. */
const VERDICT = 500;

/** Begins a connection. @throws Node's error for a certificate that is none. */
export function openSocket(options: Destination, onOpen: () => void): Socket {
  const { protocol, host, port } = options;
  const socket = protocol === 'tcp' ? connectTcp({ host, port }) : secureSocket(options, onOpen);
  if (protocol === 'tcp') socket.once('connect', onOpen);
  // Nothing is ever said to us, but only who listens hears that the other side has gone.
  socket.resume();
  socket.once('end', () => socket.destroy());
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE_AFTER);
  return socket;
}

function secureSocket(options: Destination, onOpen: () => void): Socket {
  const { host, port, tls } = options;
  const socket = connectTls({
    host,
    port,
    minVersion: 'TLSv1.2',
    // An address is no name to ask for (RFC 6066 §3); the certificate is held to it all the same.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...tls,
    // Even if NODE_TLS_REJECT_UNAUTHORIZED is set.
    rejectUnauthorized: true,
  });
  let hasTicket = false;
  socket.once('session', () => (hasTicket = true));
  socket.once('secureConnect', () => {
    if (hasTicket || socket.getProtocol() !== 'TLSv1.3') onOpen();
    else afterVerdict(socket, onOpen);
  });
  return socket;
}

/**
 * In TLS 1.3 the client is through before the server has looked at its certificate (RFC 8446 §4.4.2.4):
 * what is written at once would be lost with a connection that the server then refuses. A ticket says that
 * it has not; servers that give none get a moment.
 */
function afterVerdict(socket: TLSSocket, onOpen: () => void): void {
  const accepted = (): void => {
    clearTimeout(moment);
    socket.off('session', accepted);
    // Node tells of a ticket in the midst of reading it, and forgets what is written meanwhile.
    setImmediate(() => {
      if (!socket.destroyed) onOpen();
    });
  };
  const moment = setTimeout(accepted, VERDICT).unref();
  socket.once('session', accepted);
  socket.once('close', () => clearTimeout(moment));
}
