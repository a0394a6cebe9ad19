import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { createServer, request } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { batchWriter, connect } from '../src/index.ts';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';

/*
 * Two engines stand for two replicas. What one of them knows the other does not: whose figures are read is
 * seen by them.
 */

let first: Engine;
let second: Engine;
beforeAll(async () => {
  [first, second] = await Promise.all([startEngine(), startEngine()]);
  for (const [engine, name] of [
    [first, 'first'],
    [second, 'second'],
  ] as const) {
    await engine.client.command({
      query: `CREATE TABLE who (name String) ENGINE = MergeTree ORDER BY name`,
    });
    await engine.client.command({ query: `INSERT INTO who VALUES ('${name}')` });
  }
});
beforeEach(async () => {
  await Promise.all([first.serve(), second.serve()]);
});
afterAll(() => Promise.all([first.stop(), second.stop()]));

type Client = ReturnType<typeof connect>;
const both = (requestTimeout = 10_000): Client =>
  connect({ url: [first.url, second.url], requestTimeout });
const who = async (client: Client): Promise<string> => {
  const answer = await client.query({ query: 'SELECT name FROM who', format: 'JSONEachRow' });
  const [found] = await answer.json<{ name: string }>();
  return found?.name ?? '';
};
const whoAnswers = (client: Client): Promise<string> =>
  waitUntil('an answer', async () => who(client).catch(() => undefined));

it('asks the first for as long as it answers', async () => {
  const client = both();
  for (let question = 0; question < 20; question += 1) {
    await expect(who(client)).resolves.toBe('first');
  }
  await client.close();
});

it('goes on to the next when it is gone, and stays there when it comes back', async () => {
  const client = both();
  await expect(who(client)).resolves.toBe('first');
  await first.refuse();
  await expect(who(client)).rejects.toThrow(/ECONNREFUSED|socket hang up/);
  await expect(whoAnswers(client)).resolves.toBe('second');
  await first.serve();
  for (let question = 0; question < 20; question += 1) {
    await expect(who(client)).resolves.toBe('second');
  }
  await second.refuse();
  await expect(whoAnswers(client)).resolves.toBe('first');
  await client.close();
});

it('goes on to the next when it hangs', async () => {
  const client = both(500);
  await first.hang();
  await expect(whoAnswers(client)).resolves.toBe('second');
  await client.close();
});

it('a ping that fails is a failure as well: health asks by it', async () => {
  const client = both();
  await first.refuse();
  await expect(client.ping()).resolves.toMatchObject({ success: false });
  await expect(whoAnswers(client)).resolves.toBe('second');
  await client.close();
});

it('does not leave a replica for what it says against a statement', async () => {
  const client = both();
  for (const [query, code] of [
    ['SELECT * FROM nowhere', '60'],
    ['SELEC', '62'],
    ['SELECT throwIf(1)', '395'],
  ] as const) {
    await expect(client.query({ query })).rejects.toMatchObject({ code });
    await expect(who(client)).resolves.toBe('first');
  }
  await client.close();
});

it('is away where none answers, and is back with any', async () => {
  const client = both();
  await Promise.all([first.refuse(), second.refuse()]);
  for (let question = 0; question < 5; question += 1)
    await expect(who(client)).rejects.toThrow(/ECONNREFUSED|socket hang up/);
  await second.serve();
  await expect(whoAnswers(client)).resolves.toBe('second');
  await client.close();
});

it('an answer that is lost is no reason to send the rows to another replica', async () => {
  for (const { client } of [first, second]) {
    await client.command({
      query: `CREATE TABLE IF NOT EXISTS sent (k UInt8) ENGINE = MergeTree ORDER BY k
        SETTINGS non_replicated_deduplication_window = 100`,
    });
  }
  let losses = 2;
  // Hands on what comes, and loses some answers to inserts.
  const between = createServer((req, res) => {
    const isInsert = req.url?.includes('insert_deduplication_token') === true;
    const { headers, method = 'GET' } = req;
    const onward = request(new URL(req.url ?? '/', first.url), { method, headers }, (answer) => {
      if (isInsert && losses > 0) {
        losses -= 1;
        answer.resume();
        res.destroy();
      } else {
        res.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(res);
      }
    });
    req.pipe(onward);
  });
  between.listen(0, '127.0.0.1');
  await once(between, 'listening');
  const { port } = between.address() as AddressInfo;
  const client = connect({ url: [`http://127.0.0.1:${port}`, second.url] });
  const writer = batchWriter({ client, retry: { base: 20, cap: 50 } });
  writer.add('sent', [{ k: 1 }, { k: 2 }]);
  await waitUntil('the rows to be sent', async () => (await writer.flush()).sent.rows === 2);
  expect(losses).toBe(0);
  const count = 'SELECT count() AS n FROM sent';
  await expect(first.rows(count)).resolves.toEqual([{ n: 2 }]);
  await expect(second.rows(count)).resolves.toEqual([{ n: 0 }]);
  await writer.close();
  await client.close();
  between.close();
  between.closeAllConnections();
});
