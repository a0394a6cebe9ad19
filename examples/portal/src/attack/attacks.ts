/** One try to sign in. */
export interface Try {
  /** The address it seems to come from: the portal believes it of a sender on its own machine. */
  readonly from: string;
  readonly username: string;
  readonly password: string;
}

/** An attack as it is seen in the wild, made small. */
export interface Attack {
  readonly name: string;
  /** What happens, in a line. */
  readonly story: string;
  /** What the guard finds. */
  readonly finds: string;
  readonly tries: (count: number) => Try[];
}

const HOME = '203.0.113.20';
/** Blocks that are kept for documentation and for tests (RFC 5737, RFC 2544, RFC 3849). */
const ONE_ATTACKER = '198.51.100.66';
const elsewhere = (number: number): string => `198.${18 + ((number >> 8) & 1)}.${number & 255}.7`;

/** The member of the demonstration, at home. */
export const MEMBER: Try = { from: HOME, username: 'demo', password: 'selamat-datang' };

export const ATTACKS: readonly Attack[] = [
  {
    name: 'brute-force',
    story: 'one address tries one password after the other on one account',
    finds: 'brute_force',
    tries: (count) =>
      Array.from({ length: count }, (_, number) => ({
        from: ONE_ATTACKER,
        username: 'demo',
        password: `guess-${number}`,
      })),
  },
  {
    name: 'distributed',
    story: 'one account is tried from hundreds of addresses',
    finds: 'distributed_guessing',
    tries: (count) =>
      Array.from({ length: count }, (_, number) => ({
        from: elsewhere(number),
        username: 'demo',
        password: `guess-${number}`,
      })),
  },
  {
    name: 'spraying',
    story: 'one password is tried on many accounts, from a whole IPv6 site',
    finds: 'stuffing',
    tries: (count) =>
      Array.from({ length: count }, (_, number) => ({
        from: `2001:db8:66:${number.toString(16)}::1`,
        username: `member-${number}`,
        password: 'Malaysia2026!',
      })),
  },
  {
    name: 'stuffing',
    story: 'a leaked list is tried from one address, and one of it fits',
    finds: 'stuffing, with an account that was entered',
    tries: (count) =>
      Array.from({ length: count }, (_, number) =>
        number === Math.min(count - 1, 35)
          ? { from: '192.0.2.99', username: 'marketing', password: 'angka-sahaja' }
          : {
              from: '192.0.2.99',
              username: `user${number}@mail.example`,
              password: `leak-${number}`,
            },
      ),
  },
];
