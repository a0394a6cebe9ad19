import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { memoryStore, session } from '@emas/session';
import express from 'express';
import type { RequestHandler } from 'express';
import expressSession from 'express-session';
import request from 'supertest';
import { SECRET, serveSessions } from './visitor.ts';

/* Each is told once in a process, so they are all in one file and nothing else is. */

let told: string[];

beforeEach(() => {
  told = [];
  jest.spyOn(process, 'emitWarning').mockImplementation((_message, options) => {
    told.push((options as { code: string }).code);
  });
});

afterEach(() => {
  jest.restoreAllMocks();
});

test('the operator is told of a secret that can be guessed, once', async () => {
  await session({ secret: 'kucing', store: memoryStore() }).close();
  await session({ secret: 'anjing', store: memoryStore() }).close();
  expect(told).toEqual(['WARN_EMAS_SESSION_SECRET']);
});

test('the operator is told of sessions in memory where no store was given', async () => {
  await session({ secret: SECRET, store: memoryStore() }).close();
  expect(told).toEqual([]);
  await session({ secret: SECRET }).close();
  expect(told).toEqual(['WARN_EMAS_SESSION_MEMORY']);
});

test('the operator is told of plain HTTP, and in production that nobody can stay signed in', async () => {
  const site = await serveSessions({ store: memoryStore() });
  await site.visitor({ 'x-forwarded-proto': 'https' }).get('/views');
  expect(told).toEqual([]);
  await site.visitor().get('/views');
  expect(told).toEqual(['WARN_EMAS_SESSION_PLAIN_HTTP']);
  await site.close();
  jest.replaceProperty(process, 'env', { ...process.env, NODE_ENV: 'production' });
  const production = await serveSessions({ store: memoryStore() });
  const visitor = production.visitor();
  await visitor.get('/views');
  expect(told).toEqual(['WARN_EMAS_SESSION_PLAIN_HTTP', 'WARN_EMAS_SESSION_NOT_SECURE']);
  expect(visitor.jar.size).toBe(0);
  await production.close();
});

const theirs = (): ReturnType<typeof expressSession> =>
  expressSession({ secret: SECRET, resave: false, saveUninitialized: false });
const ours = (): ReturnType<typeof session> => session({ secret: SECRET, store: memoryStore() });

test('the operator is told of an express-session that ours takes the place of', async () => {
  const innocent = express();
  const namesake: RequestHandler = (_req, _res, next) => next();
  Object.defineProperty(namesake, 'name', { value: 'session' });
  innocent.use(ours(), namesake);
  await request(innocent).get('/');
  expect(told).not.toContain('WARN_EMAS_SESSION_DISPLACED');
  const app = express();
  app.use(ours());
  const router = express.Router();
  router.use(theirs());
  app.use('/members', router);
  await request(app).get('/');
  expect(told).toContain('WARN_EMAS_SESSION_DISPLACED');
});

test('the operator is told of a session that stands before ours', async () => {
  const app = express();
  app.use(theirs(), ours());
  await request(app).get('/');
  expect(told).toContain('WARN_EMAS_SESSION_SECOND');
});
