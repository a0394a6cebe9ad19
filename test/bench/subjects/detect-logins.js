/** A million attempts over 100,000 accounts and 50,000 prefixes: honest ones, and attacks of all kinds. */
import { loginDetectors } from '../../../packages/login-guard/dist/index.js';
import { randomFrom } from '../../runner/random-from.js';
import { bytesInUse } from './bytes-in-use.js';

const { attempts, seed } = JSON.parse(process.argv[2]);

const ACCOUNTS = 100_000;
const PREFIXES = 50_000;
const PORTION = 20_000;
const random = randomFrom(seed);
const any = (most) => Math.floor(random() * most);
const hashes = Array.from({ length: ACCOUNTS }, (_, number) =>
  ((number * 2_654_435_761) % 2 ** 32).toString(16).padStart(16, '0'),
);
const prefixes = Array.from({ length: PREFIXES }, (_, number) =>
  number % 5 === 0
    ? `2001:db8:${(number >> 4).toString(16)}:${(number & 15).toString(16)}::/64`
    : `${20 + (number >> 15)}.${(number >> 8) & 127}.${number & 255}.0/24`,
);

let time = Date.parse('2026-11-23T00:00:00Z');
const honest = () => {
  const account = any(ACCOUNTS);
  const failed = random() < 0.1;
  return made(account, account % PREFIXES, failed ? 'wrong_password' : '', `own-${account}`);
};
const spraying = () => made(any(ACCOUNTS), any(20), 'wrong_password', `common-${any(5)}`);
const stuffing = () =>
  made(
    any(ACCOUNTS),
    any(PREFIXES),
    random() < 0.7 ? 'unknown_account' : 'wrong_password',
    `leak-${any(1e6)}`,
  );
const guessing = () => made(any(50), any(PREFIXES), 'wrong_password', `guess-${any(1e6)}`);

function made(account, prefix, reason, password) {
  time += random() * 40;
  return {
    time,
    outcome: reason === '' ? 'success' : 'failure',
    reason,
    account: hashes[account],
    prefix: prefixes[prefix],
    country: 'MY',
    client: 'Firefox 128',
    password: reason === '' ? undefined : password,
  };
}

const kinds = [honest, honest, honest, honest, stuffing, stuffing, spraying, guessing];
const detectors = loginDetectors();
const before = bytesInUse();
let taken = 0;
// In portions, so that making them counts neither as time nor as memory.
for (let done = 0; done < attempts; done += PORTION) {
  const some = Array.from({ length: PORTION }, () => kinds[any(kinds.length)]());
  const started = performance.now();
  for (const attempt of some) detectors.observe(attempt);
  taken += performance.now() - started;
}
process.send({
  perSecond: (attempts / taken) * 1000,
  bytes: bytesInUse() - before,
  tracked: detectors.size,
  incidents: detectors.incidents().length,
});
