import { randomBytes, scrypt, scryptSync, timingSafeEqual } from 'node:crypto';

interface Person {
  readonly username: string;
  readonly name: string;
}

/** Somebody who is insured. */
export interface MemberAccount extends Person {
  readonly role: 'member';
  readonly policyNumber: string;
  readonly email: string;
}

/** Somebody at the company who opens one of the dashboards and nothing else. */
export interface StaffAccount extends Person {
  readonly role: 'marketing' | 'security' | 'developer';
}

export type Account = MemberAccount | StaffAccount;

interface Credential {
  readonly account: Account | undefined;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

const KEY_BYTES = 32;
/** Node's own default cost, named so that both places use the same. */
const COST = { N: 16_384, r: 8, p: 1 } as const;

/** The sign-in page shows these passwords: they open a demonstration that holds nothing real. */
export const STAFF = [
  { username: 'marketing', password: 'angka-sahaja', name: 'Daniel Lim Wei Jie' },
  { username: 'security', password: 'jaga-pintu', name: 'Siti Hajar binti Osman' },
  { username: 'developer', password: 'baca-log', name: 'Kavitha a/p Raman' },
] as const;

const CREDENTIALS: ReadonlyMap<string, Credential> = new Map([
  [
    'demo',
    credential('selamat-datang', {
      role: 'member',
      username: 'demo',
      name: 'Nur Aisyah binti Rahman',
      policyNumber: 'EM-2048-7731',
      email: 'aisyah@member.example',
    }),
  ],
  ...STAFF.map(({ username, password, name }): [string, Credential] => [
    username,
    credential(password, { role: username, username, name }),
  ]),
]);

/** The account of somebody who has signed in. */
export function accountNamed(username: string): Account | undefined {
  return CREDENTIALS.get(username)?.account;
}

/** What an unknown name is checked against, so that it takes as long as a wrong password. */
const NOBODY: Credential = credential(randomBytes(24).toString('base64url'), undefined);

/** Why nobody was signed in: for the log and its readers, never for the visitor. */
export type RefusedBecause = 'unknown_account' | 'wrong_password';

/** The account, if the password is its own. Every wrong pair takes as long. */
export async function accountFor(
  username: string,
  password: string,
): Promise<Account | RefusedBecause> {
  const known = CREDENTIALS.get(username.trim().toLowerCase());
  const { salt, hash, account } = known ?? NOBODY;
  const isRight = timingSafeEqual(await derived(password, salt), hash);
  if (isRight && account !== undefined) return account;
  return known === undefined ? 'unknown_account' : 'wrong_password';
}

function credential(password: string, account: Account | undefined): Credential {
  const salt = randomBytes(16);
  return { account, salt, hash: scryptSync(password.normalize('NFKC'), salt, KEY_BYTES, COST) };
}

function derived(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, COST, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
