import { expect, it } from '@jest/globals';
import { EmasError } from '@emas/errors';
import { migrateWhenReachable } from '../src/migrate-when-reachable.ts';

const closed = new EmasError(
  'ERR_EMAS_ENGINE_AWAY',
  'The client was closed before this was asked.',
);
const ignore = (): void => undefined;

it('ends without an error where the app ends while the tables are being made', async () => {
  const stopping = new AbortController();
  const takenAway = async (): Promise<void> => {
    stopping.abort();
    throw closed;
  };
  await migrateWhenReachable(takenAway, { signal: stopping.signal, onFailure: ignore });
  expect(stopping.signal.aborted).toBe(true);
});

it('fails with the same error in an app that runs on', async () => {
  const { signal } = new AbortController();
  const fails = async (): Promise<void> => {
    throw closed;
  };
  await expect(migrateWhenReachable(fails, { signal, onFailure: ignore })).rejects.toBe(closed);
});
