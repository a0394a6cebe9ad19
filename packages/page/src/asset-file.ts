import { existsSync, readFileSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

/** Content codings of RFC 9110 section 8.4.1, best first. */
export const PACKINGS = ['br', 'gzip'] as const;
export type Packing = (typeof PACKINGS)[number];

/** A file for browsers: as it is, and in the forms that the build packed it in. */
export interface AssetFile {
  readonly body: Buffer;
  readonly packed: ReadonlyMap<Packing, Buffer>;
}

const FORMS = {
  br: { ending: '.br', unpack: brotliDecompressSync },
  gzip: { ending: '.gz', unpack: gunzipSync },
} as const;

/**
 * Reads a file, and `NAME.br` and `NAME.gz` where they lie beside it.
 *
 * A packed form of another content is left out: a build that stopped half-way leaves some.
 *
 * @throws What the file system says of the file itself.
 */
export function readAssetFile(file: URL): AssetFile {
  const body = readFileSync(file);
  const packed = new Map<Packing, Buffer>();
  for (const packing of PACKINGS) {
    const beside = new URL(`${file.href}${FORMS[packing].ending}`);
    if (!existsSync(beside)) continue;
    const bytes = readFileSync(beside);
    if (holds(packing, bytes, body)) packed.set(packing, bytes);
  }
  return { body, packed };
}

function holds(packing: Packing, bytes: Buffer, body: Buffer): boolean {
  try {
    return FORMS[packing].unpack(bytes, { maxOutputLength: body.length + 1 }).equals(body);
  } catch {
    // Cut short, or longer than the file: it is no form of it.
    return false;
  }
}
