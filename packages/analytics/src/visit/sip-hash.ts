/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012) of one 16-byte message: a keyed hash made for short input,
 * which every page view needs once. Node's HMAC costs ten times as much, most of it on the way there.
 *
 * @param key Four 32-bit words, little-endian.
 * @param message Four 32-bit words, little-endian.
 * @returns 53 bits, what a number holds exactly: the low 32 and the next 21.
 */
export function sipHash(key: Int32Array, message: Int32Array): number {
  const [k0l = 0, k0h = 0, k1l = 0, k1h = 0] = key;
  // The state, four 64-bit words in halves, in variables of the function: a hash must make no garbage, and
  // they stay in registers.
  let v0l = k0l ^ 0x70_73_65_75;
  let v0h = k0h ^ 0x73_6f_6d_65;
  let v1l = k1l ^ 0x6e_64_6f_6d;
  let v1h = k1h ^ 0x64_6f_72_61;
  let v2l = k0l ^ 0x6e_65_72_61;
  let v2h = k0h ^ 0x6c_79_67_65;
  let v3l = k1l ^ 0x79_74_65_73;
  let v3h = k1h ^ 0x74_65_64_62;
  for (let round = 0; round < ROUNDS; round += 1) {
    const absorbs = round < OF_BLOCKS;
    if (absorbs && round % 2 === 0) {
      v3l ^= wordOf(message, round);
      v3h ^= wordOf(message, round + 1);
    }
    v0l = (v0l + v1l) | 0;
    v0h = (v0h + v1h + carry(v0l, v1l)) | 0;
    let low = (v1l << 13) | (v1h >>> 19);
    v1h = ((v1h << 13) | (v1l >>> 19)) ^ v0h;
    v1l = low ^ v0l;
    low = v0l;
    v0l = v0h;
    v0h = low;
    v2l = (v2l + v3l) | 0;
    v2h = (v2h + v3h + carry(v2l, v3l)) | 0;
    low = (v3l << 16) | (v3h >>> 16);
    v3h = ((v3h << 16) | (v3l >>> 16)) ^ v2h;
    v3l = low ^ v2l;
    v0l = (v0l + v3l) | 0;
    v0h = (v0h + v3h + carry(v0l, v3l)) | 0;
    low = (v3l << 21) | (v3h >>> 11);
    v3h = ((v3h << 21) | (v3l >>> 11)) ^ v0h;
    v3l = low ^ v0l;
    v2l = (v2l + v1l) | 0;
    v2h = (v2h + v1h + carry(v2l, v1l)) | 0;
    low = (v1l << 17) | (v1h >>> 15);
    v1h = ((v1h << 17) | (v1l >>> 15)) ^ v2h;
    v1l = low ^ v2l;
    low = v2l;
    v2l = v2h;
    v2h = low;
    if (absorbs && round % 2 === 1) {
      v0l ^= wordOf(message, round - 1);
      v0h ^= wordOf(message, round);
      if (round === OF_BLOCKS - 1) v2l ^= 0xff;
    }
  }
  const high = (v0h ^ v1h ^ v2h ^ v3h) & 0x1f_ff_ff;
  const low = (v0l ^ v1l ^ v2l ^ v3l) >>> 0;
  return high * 4_294_967_296 + low;
}

/** 1 where the low half of a sum, taken as unsigned, became smaller than what was added. */
function carry(sum: number, added: number): number {
  return sum >>> 0 < added >>> 0 ? 1 : 0;
}

/** Two for each of the three blocks of two words, and four at the end. */
const OF_BLOCKS = 6;
const ROUNDS = OF_BLOCKS + 4;

/** Of the message and the block behind it, which has nothing but the length, 16, in its top byte. */
function wordOf(message: Int32Array, at: number): number {
  if (at < 4) return message[at] ?? 0;
  return at === 4 ? 0 : 0x10_00_00_00;
}
