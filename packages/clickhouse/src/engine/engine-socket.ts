import { join, relative } from 'node:path';
import { EmasError } from '@emas/errors';

/** The engine's socket in its folder. */
export const SOCKET_NAME = 'engine.sock';

/** What a process asks for there that keeps the engine for itself as long as its connection lasts. */
export const UPGRADE = { path: '/emas/hold', protocol: 'emas-hold' } as const;

/** Bytes of a socket's address (sockaddr_un: 108 on Linux, 104 on macOS, with a zero at the end). */
const LONGEST = 103;

/**
 * The address of a folder's socket, from where this process is.
 *
 * @throws EmasError `ERR_EMAS_CLICKHOUSE_FOLDER` where the folder's path is too long for a socket.
 */
export function socketIn(folder: string): string {
  const path = join(folder, SOCKET_NAME);
  if (fits(path)) return path;
  const near = relative(process.cwd(), path);
  if (fits(near)) return near;
  throw new EmasError(
    'ERR_EMAS_CLICKHOUSE_FOLDER',
    `The path of the data folder ${folder} is too long for a socket in it.`,
    { help: `Use a path of at most ${LONGEST - SOCKET_NAME.length - 1} bytes.` },
  );
}

function fits(path: string): boolean {
  return Buffer.byteLength(path) <= LONGEST;
}
