/**
 * The least that the promises need, in one function behind the suite's own headers: a floor for a suite of parts. It
 * hashes, counts, limits and writes for each request as the suite does, and nothing else: no redaction, no rotation,
 * no bounds, no second process, no key that changes, and nobody who attacks it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHmac, hash, randomBytes, randomFillSync } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import { hardening } from '@emas/hardening';
import express from 'express';
import { listen } from './page.js';

const { folder } = JSON.parse(process.argv[2]);
const COOKIE = '__Host-app-session';
const WRITE_MS = 10;
const IDLE_MS = 1_800_000;
const key = randomBytes(32);
/** A block of SHA-256 each. */
const INNER = randomBytes(32).toString('hex');
const OUTER = randomBytes(32).toString('hex');
const signed = (text) => createHmac('sha256', key).update(text).digest('base64url');

const context = new AsyncLocalStorage();
const sessions = new Map();
const signatures = new Map();
const hits = new Map();
const limits = new Map();
const log = openSync(`${folder}/access.log`, 'w');
const stock = randomFillSync(Buffer.alloc(4096));
let taken = 0;
let chain = '';
let sequence = 0;
let waiting = '';

const app = express();
app.disable('x-powered-by');
// The suite's own headers, nonce and bounds: they are put on a response in one go.
app.use(hardening());
app.use((req, res, next) => {
  const started = performance.now();
  const address = req.socket.remoteAddress;
  const request = { id: randomText(8), address };
  const count = (limits.get(address) ?? 0) + 1;
  limits.set(address, count);
  res.setHeader('RateLimit', `"all"; r=${1e9 - count}; t=60`);
  res.setHeader('RateLimit-Policy', '"all"; q=1000000000; w=60');
  req.session = sessionOf(req, res, address);
  res.once('close', () => {
    const visitor = hash('sha256', `${address}${req.headers['user-agent']}`, 'base64url');
    const view = visitor + req.path;
    hits.set(view, (hits.get(view) ?? 0) + 1);
    write(req, res, { started, request });
  });
  context.run(request, next);
});
listen(app);

/** Drawing many random bytes at once is cheaper. */
function randomText(bytes) {
  if (taken + bytes > stock.length) {
    randomFillSync(stock);
    taken = 0;
  }
  taken += bytes;
  return stock.toString('base64url', taken - bytes, taken);
}

function sessionOf(req, res, address) {
  const { cookie = '' } = req.headers;
  const at = cookie.indexOf(`${COOKIE}=`);
  const [id, signature] = at === -1 ? [] : cookie.slice(at + COOKIE.length + 1).split('.', 2);
  const name = id === undefined ? undefined : hash('sha256', id, 'base64url');
  if (name !== undefined && signatures.get(signature) === name) {
    const known = sessions.get(name);
    const now = Date.now();
    if (known?.address === address && now - known.used < IDLE_MS) {
      known.used = now;
      return known;
    }
  }
  const made = randomText(24);
  const proof = signed(made);
  const session = { address, used: Date.now() };
  const ownName = hash('sha256', made, 'base64url');
  sessions.set(ownName, session);
  signatures.set(proof, ownName);
  res.setHeader('Set-Cookie', `${COOKIE}=${made}.${proof}; Path=/; HttpOnly; Secure; SameSite=Lax`);
  return session;
}

/** A line of the chain: each is proved by the key together with the one before, as in the suite's log. */
function write(req, res, { started, request }) {
  const line = JSON.stringify({
    time: new Date().toISOString(),
    event: 'http_request',
    request: request.id,
    method: req.method,
    path: req.path,
    status: res.statusCode,
    duration: Math.round((performance.now() - started) * 10) / 10,
    bytes: Number(res.getHeader('content-length')),
    source_ip: request.address,
    seq: (sequence += 1),
  });
  const digest = hash('sha256', INNER + line, 'base64url');
  chain = hash('sha256', OUTER + chain + digest, 'base64url');
  if (waiting === '') setTimeout(flush, WRITE_MS);
  waiting += `${line.slice(0, -1)},"mac":"${chain}"}\n`;
}

function flush() {
  writeSync(log, waiting);
  waiting = '';
}
