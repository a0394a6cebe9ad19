import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';
import { examples } from '../../../test/runner/repetition.ts';
import { memoryStore } from '../src/stores/memory-store.ts';
import type { RecordStore, SessionEnd } from '../src/stores/record-store.ts';
import { redisStore } from '../src/stores/redis-store.ts';
import { CLIENTS } from './store-connections.ts';
import type { Connection } from './store-connections.ts';
import { StoreModel } from './store-model.ts';

let redis: RedisServer;
let connections: Connection[];
beforeAll(async () => {
  redis = await startRedis();
  connections = await Promise.all(Object.values(CLIENTS).map((connect) => connect(redis.path)));
});
afterAll(async () => {
  for (const connection of connections) connection.close();
  await redis.stop();
});

/** What is asked of every store; the model is there so that a step can aim at the right version. */
type Step = (store: RecordStore, model: StoreModel) => Promise<unknown>;

const START = Date.now();
const KEYS = ['a', 'b', 'c', 'd'];
const key = fc.constantFrom(...KEYS);
const account = fc.constantFrom('x', 'y');
const text = fc.oneof(fc.json(), fc.string({ unit: 'binary' }));
const reason = fc.constantFrom('idle', 'absolute');
const end = fc.record({ at: fc.nat(1_000_000).map((after) => START + after), reason });
// How far the version that a change started from is from the current one.
const drift = fc.constantFrom('begins', 0, 0, 0, -1, 1);

const step = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(key, text, text, end, drift).map(saves) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(key, text, end)
      .map(([at, meta, until]) =>
        named('touch', [at, meta, until], (store) => store.touch(at, meta, ownEnd(at, until))),
      ),
  },
  { weight: 4, arbitrary: key.map((at) => named('load', [at], (store) => store.load(at))) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(key, fc.constantFrom('logout', 'revoked'))
      .map((to) => named('end', to, (store) => store.end(...to))),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.nat(4_000_000).map((after) => START + after),
        fc.constantFrom(1, 2, 100),
      )
      .map((to) => named('endDue', to, (store) => store.endDue(...to))),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(account, key, fc.nat(5))
      .map((to) => named('link', to, (store) => store.link(...to))),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(account, key)
      .map((to) => named('unlink', to, (store) => store.unlink(...to))),
  },
  {
    weight: 2,
    arbitrary: account.map((of) => named('linked', [of], (store) => aliveLinked(store, of))),
  },
  {
    weight: 1,
    arbitrary: fc.constant(named('keys', [], async (store) => (await store.keys()).toSorted())),
  },
  { weight: 1, arbitrary: fc.constant(named('clear', [], (store) => store.clear())) },
);

function named(name: string, values: readonly unknown[], run: Step): readonly [string, Step] {
  return [`${name}(${values.map((value) => JSON.stringify(value)).join(', ')})`, run];
}

function saves([at, data, meta, until, by]: [
  string,
  string,
  string,
  SessionEnd,
  string | number,
]): readonly [string, Step] {
  return named('save', [at, data, meta, until, by], (store, model) => {
    const base = typeof by === 'string' ? undefined : model.versionOf(at) + by;
    return store.save(at, { data, meta, end: ownEnd(at, until), base });
  });
}

/** No two sessions are due at the same moment: in which order those end is a store's affair. */
function ownEnd(at: string, { at: until, reason: why }: SessionEnd): SessionEnd {
  return { at: START + (until - START) * KEYS.length + KEYS.indexOf(at), reason: why };
}

/** A store may list a session that has ended; which ones those are is the store's affair. */
async function aliveLinked(store: RecordStore, of: string): Promise<string[]> {
  const alive = new Set(await store.keys());
  return (await store.linked(of)).filter((linked) => alive.has(linked));
}

describe('memory, Redis and the rules', () => {
  it('agree on every answer, whatever is done in whatever order', async () => {
    const steps = fc.array(step, { minLength: 1, maxLength: 60, size: 'max' });
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const model = new StoreModel();
        const stores: RecordStore[] = [
          memoryStore(),
          ...connections.map(({ client }, at) =>
            redisStore({ redis: client, app: 'portal', prefix: `${at}:` }),
          ),
        ];
        await Promise.all(stores.map((store) => store.clear()));
        for (const [name, run] of sequence) {
          // The model goes last: a step reads off it which version is the current one.
          const answers = await Promise.all(stores.map((store) => run(store, model)));
          const expected = await run(model, model);
          for (const answer of answers) expect({ [name]: answer }).toEqual({ [name]: expected });
        }
      }),
      examples(150),
    );
  });
});
