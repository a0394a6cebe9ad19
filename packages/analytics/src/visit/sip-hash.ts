/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012) of one 16-byte message: a keyed hash made for short input,
 * which every page view needs once. Node's HMAC costs ten times as much, most of it on the way there.
 *
 * @param key Four 32-bit words, little-endian.
 * @param message Four 32-bit words, little-endian.
 * @returns 53 bits, what a number holds exactly: the low 32 and the next 21.
 */
export function sipHash(key: Int32Array, message: Int32Array): number {
  load(key);
  absorb(message[0] ?? 0, message[1] ?? 0);
  absorb(message[2] ?? 0, message[3] ?? 0);
  // The last block: nothing but the length, 16, in its top byte.
  absorb(0, 0x10_00_00_00);
  v2l ^= 0xff;
  round();
  round();
  round();
  round();
  const high = (v0h ^ v1h ^ v2h ^ v3h) & 0x1f_ff_ff;
  const low = (v0l ^ v1l ^ v2l ^ v3l) >>> 0;
  return high * 4_294_967_296 + low;
}

// The state, four 64-bit words in halves. Kept here, not in an object: a hash must not make garbage.
let v0l = 0;
let v0h = 0;
let v1l = 0;
let v1h = 0;
let v2l = 0;
let v2h = 0;
let v3l = 0;
let v3h = 0;

function load(key: Int32Array): void {
  const [k0l = 0, k0h = 0, k1l = 0, k1h = 0] = key;
  v0l = k0l ^ 0x70_73_65_75;
  v0h = k0h ^ 0x73_6f_6d_65;
  v1l = k1l ^ 0x6e_64_6f_6d;
  v1h = k1h ^ 0x64_6f_72_61;
  v2l = k0l ^ 0x6e_65_72_61;
  v2h = k0h ^ 0x6c_79_67_65;
  v3l = k1l ^ 0x79_74_65_73;
  v3h = k1h ^ 0x74_65_64_62;
}

function absorb(low: number, high: number): void {
  v3l ^= low;
  v3h ^= high;
  round();
  round();
  v0l ^= low;
  v0h ^= high;
}

/** Sums carry over where the low half, taken as unsigned, became smaller than what was added. */
function round(): void {
  let low = 0;
  v0l = (v0l + v1l) | 0;
  v0h = (v0h + v1h + (v0l >>> 0 < v1l >>> 0 ? 1 : 0)) | 0;
  low = (v1l << 13) | (v1h >>> 19);
  v1h = (v1h << 13) | (v1l >>> 19);
  v1l = low ^ v0l;
  v1h ^= v0h;
  low = v0l;
  v0l = v0h;
  v0h = low;

  v2l = (v2l + v3l) | 0;
  v2h = (v2h + v3h + (v2l >>> 0 < v3l >>> 0 ? 1 : 0)) | 0;
  low = (v3l << 16) | (v3h >>> 16);
  v3h = (v3h << 16) | (v3l >>> 16);
  v3l = low ^ v2l;
  v3h ^= v2h;

  v0l = (v0l + v3l) | 0;
  v0h = (v0h + v3h + (v0l >>> 0 < v3l >>> 0 ? 1 : 0)) | 0;
  low = (v3l << 21) | (v3h >>> 11);
  v3h = (v3h << 21) | (v3l >>> 11);
  v3l = low ^ v0l;
  v3h ^= v0h;

  v2l = (v2l + v1l) | 0;
  v2h = (v2h + v1h + (v2l >>> 0 < v1l >>> 0 ? 1 : 0)) | 0;
  low = (v1l << 17) | (v1h >>> 15);
  v1h = (v1h << 17) | (v1l >>> 15);
  v1l = low ^ v2l;
  v1h ^= v2h;
  low = v2l;
  v2l = v2h;
  v2h = low;
}
