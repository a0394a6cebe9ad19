/** How long answers take to whoever guesses: names that are not there, and wrong passwords of one that is. */
import { scrypt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import express from 'express';
import { loginGuard } from '../../../packages/login-guard/dist/index.js';
import { requestContext } from '../../../packages/request-context/dist/index.js';

const { guarded, answers } = JSON.parse(process.argv[2]);
const derive = promisify(scrypt);
/** More than the password takes here, as an app would have it. */
const FAILURE_TIME = 80;

const app = express();
app.use(requestContext({ app }), express.urlencoded({ extended: false }));
if (guarded) {
  // Nobody is to wait for having failed: what is measured is the answer itself.
  const rules = [
    { by: ['address'], tiers: [{ after: 100_000, action: 'lock', for: 1000 }], forget: 100 },
  ];
  app.use(loginGuard({ rules, failureTime: FAILURE_TIME }));
}
app.post('/login', async (req, res) => {
  const isThere = req.body.username === 'aisyah';
  if (isThere) await derive(req.body.password, 'salt', 32, { N: 8192 });
  await req.login?.failed({ reason: isThere ? 'wrong_password' : 'unknown_account' });
  res.status(422).send('User name or password is wrong.');
});
const server = createServer(app).listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}/login`;

async function taken(username) {
  const started = performance.now();
  const body = new URLSearchParams({ username, password: 'guess' });
  await (await fetch(url, { method: 'POST', body })).text();
  return performance.now() - started;
}

const times = { unknown: [], wrong: [] };
for (let number = 0; number < 10; number += 1) await taken('warm');
for (let number = 0; number < answers; number += 1) {
  // In turns, each going first as often: what the machine is busy with falls on both.
  const order = number % 2 === 0 ? ['unknown', 'wrong'] : ['wrong', 'unknown'];
  for (const kind of order) {
    times[kind].push(await taken(kind === 'wrong' ? 'aisyah' : 'nobody'));
  }
}
process.send(times);
