import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ipaddr from 'ipaddr.js';

/**
 * Writes a small MaxMind DB file (format 2.0, IPv6 tree, 24-bit records) with the country of each network:
 * the real format through the real reader, without shipping anybody's data.
 */
export function writeCountryDatabase(
  countries: Readonly<Record<string, string>>,
  recordOf: (code: string) => object = (code) => ({ country: { iso_code: code } }),
): string {
  const data: Buffer[] = [];
  const tree: [Slot, Slot][] = [[null, null]];
  for (const [network, code] of Object.entries(countries)) {
    insert(tree, network, Buffer.concat(data).length);
    data.push(encode(recordOf(code)));
  }
  const metadata = {
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_700_000_000,
    database_type: 'Test-Country',
    description: { en: 'made by a test' },
    ip_version: 6,
    languages: ['en'],
    node_count: tree.length,
    record_size: 24,
  };
  const path = join(mkdtempSync(join(tmpdir(), 'emas-mmdb-')), 'country.mmdb');
  writeFileSync(
    path,
    Buffer.concat([
      ...tree.map((node) => Buffer.concat(node.map((slot) => record(slot, tree.length)))),
      Buffer.alloc(16),
      ...data,
      Buffer.from('abcdef4d61784d696e642e636f6d', 'hex'),
      encode(metadata),
    ]),
  );
  return path;
}

type Slot = { node: number } | { data: number } | null;

function insert(tree: [Slot, Slot][], network: string, dataOffset: number): void {
  const [address, bits] = ipaddr.parseCIDR(network);
  // IPv4 lives under ::/96 in an IPv6 tree.
  const bytes =
    address.kind() === 'ipv4'
      ? [...Array<number>(12).fill(0), ...address.toByteArray()]
      : address.toByteArray();
  const depth = address.kind() === 'ipv4' ? bits + 96 : bits;
  let at = 0;
  for (let bit = 0; bit < depth; bit += 1) {
    const side = (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) as 0 | 1;
    const node = tree[at];
    if (node === undefined) throw new Error(`The tree has no node ${at}.`);
    if (bit === depth - 1) {
      node[side] = { data: dataOffset };
      return;
    }
    const next = node[side];
    if (next !== null && 'node' in next) at = next.node;
    else {
      tree.push([null, null]);
      node[side] = { node: tree.length - 1 };
      at = tree.length - 1;
    }
  }
}

function record(slot: Slot, nodes: number): Buffer {
  const value = slot === null ? nodes : 'node' in slot ? slot.node : nodes + 16 + slot.data;
  const bytes = Buffer.alloc(3);
  bytes.writeUIntBE(value, 0, 3);
  return bytes;
}

function encode(value: unknown): Buffer {
  if (typeof value === 'string')
    return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([control(6, 4), bytes]);
  }
  if (Array.isArray(value))
    return Buffer.concat([Buffer.from([value.length, 4]), ...value.map(encode)]);
  const entries = Object.entries(value as object);
  return Buffer.concat([
    control(7, entries.length),
    ...entries.flatMap((pair) => pair.map(encode)),
  ]);
}

function control(type: number, size: number): Buffer {
  return size < 29 ? Buffer.from([(type << 5) | size]) : Buffer.from([(type << 5) | 29, size - 29]);
}
