import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createEventBus } from '@emas/events';
import { memoryStore, session } from '@emas/session';
import type { RecordStore, SessionHandler } from '@emas/session';
import { requestContext } from '@emas/request-context';
import express from 'express';
import type { Application } from 'express';
import request from 'supertest';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { SECRET } from './visitor.ts';

/* What outlives a request hears that its session has ended. */

let store: RecordStore;
let here: SessionHandler;
let there: SessionHandler;
let app: Application;

/** A process of its own on the store that both share. */
const processOn = (shared: RecordStore): SessionHandler =>
  session({ secret: SECRET, store: shared, events: createEventBus() });

beforeEach(() => {
  store = memoryStore();
  here = processOn(store);
  there = processOn(store);
  app = express();
  app.use(requestContext({ app }), here);
  app.get('/in', async (req, res) => {
    await req.emas?.session?.signIn('aisyah');
    res.json({ handle: req.emas?.session?.handle });
  });
});
afterEach(() => Promise.all([here.close(), there.close()]));

async function signedIn(): Promise<string> {
  const { body } = await request(app).get('/in');
  return String(Reflect.get(Object(body), 'handle'));
}

describe('a session that ends', () => {
  it('is told at once where this process ends it, and once', async () => {
    let told = 0;
    const handle = await signedIn();
    here.registry.onEnd(handle, () => (told += 1));
    await here.registry.end(handle);
    expect(told).toBe(1);
    await here.registry.end(handle);
    await here.sweep();
    expect(told).toBe(1);
  });

  it('is told with the next look where another process ends it', async () => {
    let told = 0;
    const handle = await signedIn();
    here.registry.onEnd(handle, () => (told += 1));
    await here.sweep();
    expect(told).toBe(0);
    await there.registry.end(handle);
    await here.sweep();
    expect(told).toBe(1);
  });

  it('is not told to who has stopped listening, nor that of another', async () => {
    const told: string[] = [];
    const [one, other] = [await signedIn(), await signedIn()];
    const stop = here.registry.onEnd(one, () => told.push('stopped'));
    here.registry.onEnd(one, () => told.push('one'));
    here.registry.onEnd(other, () => told.push('other'));
    stop();
    await here.registry.end(one);
    expect(told).toEqual(['one']);
  });

  it('before anybody listened, or that there never was, is told without a look', async () => {
    const told: string[] = [];
    const handle = await signedIn();
    await here.registry.end(handle);
    here.registry.onEnd(handle, () => told.push('ended'));
    here.registry.onEnd('none', () => told.push('none'));
    await waitUntil('both to be told', async () => told.length === 2);
    expect(told.toSorted()).toEqual(['ended', 'none']);
  });

  it('is told to each who listens, with the same function too, until they stop', async () => {
    let told = 0;
    const listener = (): void => void (told += 1);
    const handle = await signedIn();
    const stop = here.registry.onEnd(handle, listener);
    here.registry.onEnd(handle, listener);
    stop();
    await here.registry.end(handle);
    expect(told).toBe(1);
  });

  it('is told to the others where one listener throws, and to the one who ends it all is well', async () => {
    let told = 0;
    const handle = await signedIn();
    here.registry.onEnd(handle, () => {
      throw new Error('the socket was gone');
    });
    here.registry.onEnd(handle, () => (told += 1));
    expect(await here.registry.end(handle)).toBe(true);
    expect(told).toBe(1);
  });
});
