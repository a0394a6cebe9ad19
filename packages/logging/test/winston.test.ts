import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '@emas/logging';
import type { LoggerOptions, LogRecord } from '@emas/logging';
import { logFolder } from './log-folder.ts';
import type { LogFolder } from './log-folder.ts';

let log: LogFolder;
beforeEach(() => {
  log = logFolder();
});
afterEach(() => log.end());

const told = (): unknown[] => log.lines().map(({ level, message, data }) => [level, message, data]);

describe("winston's ways of logging", () => {
  it('each level has its method', () => {
    log.logger.level = 'silly';
    const { logger } = log;
    logger.error('a');
    logger.warn('b');
    logger.info('c');
    logger.http('d');
    logger.verbose('e');
    logger.debug('f');
    logger.silly('g');
    expect(log.lines().map(({ level }) => level)).toEqual([
      'error',
      'warn',
      'info',
      'http',
      'verbose',
      'debug',
      'silly',
    ]);
  });

  it.each<[string, (logger: LogFolder['logger']) => void, unknown]>([
    ['log(level, message)', (logger) => logger.log('warn', 'm'), ['warn', 'm', undefined]],
    [
      'log(level, message, meta)',
      (logger) => logger.log('warn', 'm', { a: 1 }),
      ['warn', 'm', { a: 1 }],
    ],
    [
      'log(object)',
      (logger) => logger.log({ level: 'warn', message: 'm', a: 1 }),
      ['warn', 'm', { a: 1 }],
    ],
    ['info(object)', (logger) => logger.info({ message: 'm', a: 1 }), ['info', 'm', { a: 1 }]],
    [
      'info(message, text)',
      (logger) => logger.info('m', 'text'),
      ['info', 'm', { more: ['text'] }],
    ],
    [
      'info(message, meta, more)',
      (logger) => logger.info('m', { a: 1 }, 2),
      ['info', 'm', { a: 1, more: [2] }],
    ],
    [
      'write(info)',
      (logger) => void logger.write({ level: 'warn', message: 'm' }),
      ['warn', 'm', undefined],
    ],
  ])('%s', (_name, say, wanted) => {
    say(log.logger);
    expect(told()).toEqual([wanted]);
  });

  it('a callback is called', async () => {
    const called = await new Promise((resolve) => log.logger.info('m', () => resolve(true)));
    expect(called).toBe(true);
    expect(told()).toEqual([['info', 'm', undefined]]);
  });

  it('the level can be changed while the app runs, and silence as well', () => {
    log.logger.debug('not wanted');
    log.logger.level = 'debug';
    log.logger.debug('wanted');
    log.logger.silent = true;
    log.logger.error('silent');
    expect(told()).toEqual([['debug', 'wanted', undefined]]);
  });

  it('a level that nobody knows gives a line all the same', () => {
    log.logger.log('fatal', 'm');
    expect(told()).toEqual([['info', 'm', undefined]]);
  });

  it('a child adds to each of its lines, and children of it too', () => {
    const child = log.logger.child({ a: 1 });
    child.info('one');
    child.child({ b: 2 }).info('two', { c: 3 });
    log.logger.info('three');
    expect(told()).toEqual([
      ['info', 'one', { a: 1 }],
      ['info', 'two', { a: 1, b: 2, c: 3 }],
      ['info', 'three', undefined],
    ]);
  });

  it('timers and isLevelEnabled work', () => {
    log.logger.startTimer().done({ message: 'took' });
    expect(told()).toEqual([['info', 'took', { durationMs: expect.any(Number) }]]);
    expect(log.logger.isLevelEnabled('debug')).toBe(false);
  });
});

describe('categories', () => {
  it('have a file, a level and an end of their own', async () => {
    const routed = logFolder({
      routes: {
        auth: { file: 'security' },
        session: { file: 'security', level: 'warn' },
        access: false,
        error: { level: 'debug' },
      },
    });
    const { logger } = routed;
    logger.category('auth').info('auth');
    logger.category('session').info('too little');
    logger.category('session').warn('session');
    logger.category('access').error('nowhere');
    logger.category('error').debug('error');
    logger.category('system').debug('too little');
    logger.flush();
    expect(routed.lines('security').map(({ message }) => message)).toEqual(['auth', 'session']);
    expect(routed.lines('error').map(({ message }) => message)).toEqual(['error']);
    expect(routed.files().map((name) => name.split('.')[0])).toEqual([
      'error',
      'security',
      'system',
    ]);
    await routed.end();
  });
});

it.each<[string, Partial<LoggerOptions>, RegExp]>([
  [
    'a misspelt option',
    { foldr: 'x' } as Partial<LoggerOptions>,
    /unknown option "foldr", did you mean "folder"/,
  ],
  [
    'a short key',
    { key: 'short' },
    /option "key": expected a secret of 32.*received a 5-character string/,
  ],
  [
    'an unknown category',
    { routes: { login: {} } } as Partial<LoggerOptions>,
    /unknown option "routes.login"/,
  ],
  [
    'a level that there is not',
    { level: 'fatal' } as unknown as Partial<LoggerOptions>,
    /option "level"/,
  ],
  [
    'a file name that leads elsewhere',
    { routes: { auth: { file: '../etc/passwd' } } },
    /routes.auth/,
  ],
])('%s stops the start', (_name, options, message) => {
  expect(() => createLogger({ app: 'test', ...options })).toThrow(message);
});

it('the id of the request is in each line that is logged while it is served', async () => {
  const { requestContext } = await import('@emas/request-context');
  const { default: express } = await import('express');
  const { default: request } = await import('supertest');
  const app = express();
  app.use(requestContext({ app }));
  app.get('/', (_req, res) => {
    log.logger.info('served');
    setTimeout(() => {
      log.logger.info('later');
      res.send('ok');
    }, 5);
  });
  const { headers } = await request(app).get('/');
  log.logger.info('outside');
  expect(log.lines().map((line) => line.request)).toEqual([
    headers['x-request-id'],
    headers['x-request-id'],
    undefined,
  ]);
});

it('what is told apart from its request has no id of it, and a text to the letter nothing masked', async () => {
  const { requestContext } = await import('@emas/request-context');
  const { default: express } = await import('express');
  const { default: request } = await import('supertest');
  const app = express();
  app.use(requestContext({ app }));
  const contexts: unknown[] = [];
  const sink = {
    name: 'seen',
    write: ({ context }: LogRecord) => void contexts.push(context),
    flushSync: () => undefined,
    close: async () => undefined,
    counters: () => ({ written: 0, queued: 0, dropped: 0, fault: undefined }),
  };
  const own = logFolder({ sinks: [sink] });
  contexts.length = 0;
  const content = 'Basic cookies0\npassword=this is no secret';
  app.get('/', (_req, res) => {
    const text = { text: 'abc', policy: 'def', language: 'en', layout: 'region-1', content };
    own.bus.emit('consent_text_recorded', text);
    res.send('ok');
  });
  const { headers } = await request(app).get('/');
  const [line] = own.lines('consent');
  expect(line?.data?.['content']).toBe(content);
  expect(line?.request).toBeUndefined();
  expect(JSON.stringify(line)).not.toContain(headers['x-request-id']);
  expect(contexts).toEqual([undefined]);
  await own.end();
});

it('a receiver that throws costs the others nothing, and the app neither', async () => {
  const broken = {
    name: 'broken',
    write: () => {
      throw new Error('no');
    },
    flushSync: () => undefined,
    close: async () => undefined,
    counters: () => ({ written: 0, queued: 0, dropped: 0, fault: undefined }),
  };
  const heard: string[] = [];
  const other = {
    ...broken,
    name: 'other',
    write: ({ message }: LogRecord) => void heard.push(message),
  };
  const own = logFolder({ sinks: [broken, other] });
  own.logger.info('a line');
  expect(own.lines().map(({ message }) => message)).toEqual(['a line']);
  expect(heard).toContain('a line');
  await own.end();
});

it("what is logged after the end is counted, and goes to nobody else's file", async () => {
  const own = logFolder();
  own.logger.info('in time');
  await own.logger.shutdown();
  const before = own.text(own.files()[0] ?? '');
  own.logger.info('too late');
  own.logger.flush();
  expect(own.logger.counters()['system']).toMatchObject({ dropped: 1, queued: 0 });
  expect(own.text(own.files()[0] ?? '')).toBe(before);
  await own.end();
});
