import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files of one certificate, and what they hold. */
interface Certificate {
  readonly certFile: string;
  readonly keyFile: string;
  readonly cert: string;
  readonly key: string;
}

/** An authority, a server's certificate for `localhost` and `127.0.0.1`, and a client's. */
export interface Certificates {
  readonly authority: Certificate;
  readonly server: Certificate;
  readonly client: Certificate;
}

/** Made anew in a folder, and good for a day. */
export function makeCertificates(folder: string): Certificates {
  const authority = made(folder, 'authority', [
    '-x509',
    '-days',
    '1',
    '-subj',
    '/CN=Test authority',
  ]);
  return {
    authority,
    server: signed(folder, 'server', authority, 'subjectAltName=DNS:localhost,IP:127.0.0.1'),
    client: signed(folder, 'client', authority, 'extendedKeyUsage=clientAuth'),
  };
}

function signed(folder: string, name: string, by: Certificate, extension: string): Certificate {
  const request = made(folder, name, ['-subj', `/CN=${name}`]);
  const extensionFile = join(folder, `${name}.ext`);
  writeFileSync(extensionFile, `${extension}\n`);
  const signing = ['-CA', by.certFile, '-CAkey', by.keyFile, '-CAcreateserial', '-days', '1'];
  const files = ['-in', request.certFile, '-out', `${request.certFile}.signed`];
  openssl(['x509', '-req', ...files, ...signing, '-extfile', extensionFile]);
  return read(`${request.certFile}.signed`, request.keyFile);
}

function made(folder: string, name: string, more: readonly string[]): Certificate {
  const certFile = join(folder, `${name}.crt`);
  const keyFile = join(folder, `${name}.key`);
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(['req', ...curve, '-keyout', keyFile, '-out', certFile, ...more]);
  return read(certFile, keyFile);
}

function read(certFile: string, keyFile: string): Certificate {
  const [cert, key] = [certFile, keyFile].map((file) => readFileSync(file, 'utf8'));
  return { certFile, keyFile, cert: cert ?? '', key: key ?? '' };
}

function openssl(parameters: readonly string[]): void {
  execFileSync('openssl', parameters, { stdio: 'pipe' });
}
