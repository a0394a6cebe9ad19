import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { SEND_REST } from '../own-files.ts';
import type { ResolvedSyslogOptions, TlsSettings } from './options.ts';

/** What a process of its own has to know to bring messages to a receiver. */
export interface RestSettings {
  readonly protocol: 'tcp' | 'tls';
  readonly host: string;
  readonly port: number;
  readonly tls: TlsSettings;
  /** Milliseconds for all of it. */
  readonly timeout: number;
}

/** Apps that are packed into one program are not to be started again. */
const IS_NODE = /(?:^|[\\/])node(?:js)?[\d.]*(?:\.exe)?$/i;

/**
 * Brings framed messages to a receiver over a connection of their own, by a process that is waited for: where
 * the event loop does not turn any more, nothing can be written here that has to wait for anything, and over
 * TLS all but the first write has to.
 *
 * @param timeout Milliseconds after which it is given up.
 * @returns Whether the receiver's system has all of them.
 */
export function sendRest(
  { protocol, host, port, tls }: ResolvedSyslogOptions,
  messages: readonly Buffer[],
  timeout: number,
): boolean {
  if (protocol === 'udp' || !IS_NODE.test(process.execPath)) return false;
  const settings: RestSettings = { protocol, host, port, tls: asText(tls), timeout };
  try {
    const { status } = spawnSync(process.execPath, [fileURLToPath(SEND_REST)], {
      // Not as arguments, which every user of the machine sees: there may be a key among them.
      input: Buffer.concat([Buffer.from(`${JSON.stringify(settings)}\n`), ...messages]),
      stdio: ['pipe', 'ignore', 'ignore'],
      timeout: Math.ceil(timeout),
      windowsHide: true,
    });
    return status === 0;
  } catch {
    // This process may start no others (`--permission`).
    return false;
  }
}

function asText({ ca, cert, key, servername }: TlsSettings): TlsSettings {
  const text = (pem: string | Buffer): string => pem.toString();
  return {
    ...(ca === undefined ? {} : { ca: Array.isArray(ca) ? ca.map(text) : text(ca) }),
    ...(cert === undefined ? {} : { cert: text(cert) }),
    ...(key === undefined ? {} : { key: text(key) }),
    ...(servername === undefined ? {} : { servername }),
  };
}
