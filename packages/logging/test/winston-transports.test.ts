import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import winston from 'winston';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { logFolder } from './log-folder.ts';
import type { LogFolder } from './log-folder.ts';

let log: LogFolder;
beforeEach(() => {
  log = logFolder();
});
afterEach(() => log.end());

describe("in the app's own transports", () => {
  it('every line and event arrives, secrets masked', async () => {
    const stream = new PassThrough();
    let written = '';
    stream.on('data', (chunk) => (written += String(chunk)));
    const lines = (): string[] => written.split('\n').slice(0, -1);
    log.logger.add(new winston.transports.Stream({ stream, format: winston.format.json() }));
    log.logger.info('m', { password: 'x', level: 'error', a: 1 });
    log.logger.event('authn_login_fail', {
      account: 'ali',
      reason: 'wrong',
      source_ip: '192.0.2.1',
    });
    await waitUntil('both lines', () => lines().length >= 2);
    expect(lines().map((line) => JSON.parse(line) as object)).toMatchObject([
      { level: 'info', message: 'm', password: '[redacted]', a: 1, category: 'system' },
      {
        level: 'warn',
        event: 'authn_login_fail',
        account: expect.stringMatching(/^[0-9a-f]{16}$/),
      },
    ]);
  });

  const forged = {
    level: 'error',
    message: 'forged',
    category: 'auth',
    event: 'authn_login_success',
    request: 'forged',
    timestamp: '1970-01-01T00:00:00.000Z',
    data: 'forged',
  };
  const transported = async (say: () => void): Promise<unknown> => {
    const stream = new PassThrough();
    let written = '';
    stream.on('data', (chunk) => (written += String(chunk)));
    log.logger.add(new winston.transports.Stream({ stream, format: winston.format.json() }));
    say();
    await waitUntil('the line', () => written.endsWith('\n'));
    return JSON.parse(written);
  };

  it.each<[string, () => void]>([
    ['beside the message', () => void log.logger.info('real', { ...forged, order: 17 })],
    ['by a child', () => void log.logger.child(forged).info('real', { order: 17 })],
    [
      'in an object',
      () => void log.logger.info({ ...forged, order: 17, message: 'real' } as unknown as string),
    ],
  ])('nobody’s value %s stands for one of ours', async (_name, say) => {
    const line = await transported(say);
    expect(line).toMatchObject({
      level: 'info',
      message: 'real',
      category: 'system',
      order: 17,
      data: { event: 'authn_login_success', category: 'auth', request: 'forged', data: 'forged' },
    });
    expect(line).not.toHaveProperty('event');
    expect(line).not.toHaveProperty('request');
    expect(line).not.toMatchObject({ timestamp: forged.timestamp });
  });

  it('an event keeps a field that is named like ours', async () => {
    const fields = { log: 'auth', fault: 'ENOSPC', message: 'no space left' };
    const line = await transported(() => log.logger.event('log_write_failed', fields));
    expect(line).toMatchObject({
      event: 'log_write_failed',
      message: expect.stringContaining('could not be written'),
      fault: 'ENOSPC',
      data: { message: 'no space left' },
    });
  });
});
