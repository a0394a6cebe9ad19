import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createEventBus } from '@emas/events';
import { memoryStore, session } from '@emas/session';
import type { RecordStore, SessionHandler } from '@emas/session';
import { requestContext } from '@emas/request-context';
import express from 'express';
import type { Application } from 'express';
import request from 'supertest';
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

  it('that there never was is told with the next look: a socket without a session ends', async () => {
    let told = 0;
    here.registry.onEnd('none', () => (told += 1));
    await here.sweep();
    expect(told).toBe(1);
  });
});
