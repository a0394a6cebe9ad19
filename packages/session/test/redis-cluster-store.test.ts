import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { redisStore } from '../src/stores/redis-store.ts';
import { CLUSTER_CLIENTS, startCluster } from './store-cluster.ts';
import type { RedisCluster } from './store-cluster.ts';
import { storeContract } from './store-contract.ts';
import { beginning } from './store-samples.ts';

let cluster: RedisCluster;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(() => cluster.stop());

/** How many keys each node has. */
async function sizes(): Promise<number[]> {
  return Promise.all(
    cluster.ports.map(async (port) => {
      const node = new Redis({ port, host: '127.0.0.1' });
      const size = await node.dbsize();
      node.disconnect();
      return size;
    }),
  );
}

for (const [name, connect] of CLUSTER_CLIENTS) {
  storeContract(`a Redis cluster through ${name}`, async () => {
    const [one, another] = await Promise.all([connect(cluster), connect(cluster)]);
    const store = redisStore({ redis: one.client, app: 'portal' });
    await store.clear();
    return {
      store,
      other: redisStore({ redis: another.client, app: 'portal' }),
      close: async () => {
        one.close();
        another.close();
      },
    };
  });

  describe(`a Redis cluster through ${name}`, () => {
    it('has sessions on every node, all of which are found and cleared', async () => {
      const connection = await connect(cluster);
      const store = redisStore({ redis: connection.client, app: 'portal' });
      await store.clear();
      const keys = Array.from({ length: 100 }, (_, at) => `key-${at}`);
      await Promise.all(keys.map((key) => store.save(key, beginning())));
      for (const size of await sizes()) expect(size).toBeGreaterThan(20);
      expect((await store.keys()).toSorted()).toEqual(keys.toSorted());
      await store.clear();
      await expect(sizes()).resolves.toEqual([0, 0]);
      connection.close();
    });
  });
}
