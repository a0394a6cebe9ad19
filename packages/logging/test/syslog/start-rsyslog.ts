import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '../../../../test/waiting/wait-until.ts';
import { makeCertificates } from './certificates.ts';
import type { Certificates } from './certificates.ts';

/** What rsyslog made of one message. */
export interface ReceivedLine {
  readonly input: string;
  readonly pri: string;
  readonly timestamp: string;
  readonly hostname: string;
  readonly appName: string;
  readonly procId: string;
  readonly msgId: string;
  readonly data: string;
  readonly msg: string;
}

/** Templates that rsyslog has from the start. The first is what most distributions use for files. */
const STOCK_TEMPLATES = [
  'RSYSLOG_TraditionalFileFormat',
  'RSYSLOG_FileFormat',
  'RSYSLOG_SyslogProtocol23Format',
] as const;
export type StockTemplate = (typeof STOCK_TEMPLATES)[number];

/** A real rsyslogd in a process of its own, on loopback. */
export interface RsyslogServer {
  readonly certificates: Certificates;
  readonly ports: {
    readonly udp: number;
    readonly tcp: number;
    readonly tls: number;
    /** TLS that wants a certificate from whoever connects. */
    readonly mutual: number;
  };
  /** What has been received so far, once it is so many lines. */
  received(count: number): Promise<readonly ReceivedLine[]>;
  /** The file of what has been received, as a template of rsyslog's own writes it. */
  stock(template: StockTemplate): string;
  /** What has been received by now. */
  receivedNow(): readonly ReceivedLine[];
  /** Gone at once, as by a power cut; what it has written stays. */
  kill(): Promise<void>;
  /** A new one in its place. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startRsyslog(): Promise<RsyslogServer> {
  const folder = mkdtempSync(join(tmpdir(), 'emas-rsyslog-'));
  const certificates = makeCertificates(folder);
  const [udp = 0, tcp = 0, tls = 0, mutual = 0] = await freePorts(4);
  const ports = { udp, tcp, tls, mutual };
  const output = join(folder, 'received.jsonl');
  const configuration = join(folder, 'rsyslog.conf');
  writeFileSync(configuration, configurationOf(folder, output, ports, certificates));
  let child = await launch(folder, configuration, tls);
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  return {
    certificates,
    ports,
    async received(count) {
      const ask = (): readonly ReceivedLine[] | undefined => {
        const lines = linesOf(output);
        return lines.length < count ? undefined : lines;
      };
      return waitUntil(`${count} lines`, ask, { state: () => linesOf(output) });
    },
    receivedNow: () => linesOf(output),
    stock: (template) => join(folder, template),
    kill,
    async restart() {
      await kill();
      child = await launch(folder, configuration, tls);
    },
    async stop() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configurationOf(
  folder: string,
  output: string,
  ports: RsyslogServer['ports'],
  { authority, server }: Certificates,
): string {
  const properties = {
    input: 'name="inputname"',
    pri: 'name="pri"',
    timestamp: 'name="timereported" dateFormat="rfc3339"',
    hostname: 'name="hostname"',
    appName: 'name="app-name"',
    procId: 'name="procid"',
    msgId: 'name="msgid"',
    data: 'name="structured-data"',
    msg: 'name="msg"',
  };
  const template = Object.entries(properties).map(
    ([name, source]) => `property(outname="${name}" ${source} format="jsonf")`,
  );
  const stock = STOCK_TEMPLATES.map(
    (name) => `action(type="omfile" file="${join(folder, name)}" template="${name}")`,
  );
  const driver = 'streamDriver.name="ossl" streamDriver.mode="1" streamDriver.authMode=';
  return `
global(
  workDirectory="${folder}"
  maxMessageSize="64k"
  defaultNetstreamDriverCAFile="${authority.certFile}"
  defaultNetstreamDriverCertFile="${server.certFile}"
  defaultNetstreamDriverKeyFile="${server.keyFile}"
)
module(load="imudp")
module(load="imtcp")
template(name="line" type="list") {
  constant(value="{")
  ${template.join('\n  constant(value=",")\n  ')}
  constant(value="}\\n")
}
ruleset(name="keep") {
  ${stock.join('\n  ')}
  action(type="omfile" file="${output}" template="line")
}
input(type="imudp" address="127.0.0.1" port="${ports.udp}" name="udp" ruleset="keep")
input(type="imtcp" address="127.0.0.1" port="${ports.tcp}" name="tcp" ruleset="keep")
input(type="imtcp" address="127.0.0.1" port="${ports.tls}" name="tls" ruleset="keep" ${driver}"anon")
input(type="imtcp" address="127.0.0.1" port="${ports.mutual}" name="mutual" ruleset="keep" ${driver}"x509/certvalid")
`;
}

async function launch(folder: string, configuration: string, port: number): Promise<ChildProcess> {
  const pidFile = join(folder, 'rsyslog.pid');
  rmSync(pidFile, { force: true });
  const child = spawn('/usr/sbin/rsyslogd', ['-n', '-f', configuration, '-i', pidFile], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk) => (complaint += String(chunk)));
  const ask = async (): Promise<boolean> => {
    if (child.exitCode !== null) throw new Error(`rsyslogd does not start: ${complaint}`);
    return listens(port);
  };
  await waitUntil('rsyslogd to start', ask, { state: () => complaint });
  return child;
}

function linesOf(file: string): ReceivedLine[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as ReceivedLine);
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  }).then((result) => {
    socket.destroy();
    return result === true;
  });
}

/** All taken at once, so that they differ. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(
    servers.map(async (server) => {
      server.close();
      await once(server, 'close');
    }),
  );
  return ports;
}
