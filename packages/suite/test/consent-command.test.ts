import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consent } from '@emas/consent';
import { createEventBus } from '@emas/events';
import { createLogger } from '@emas/logging';
import { requestContext } from '@emas/request-context';
import express from 'express';
import request from 'supertest';
import { runEmas } from './run-emas.ts';
import type { Ended } from './run-emas.ts';

const KEY = 'a key for the commands of this test';
const folder = mkdtempSync(join(tmpdir(), 'emas-consent-'));
const logs = join(folder, 'logs');
const keyFile = join(folder, 'key');
const both = (en: string, ms: string): { en: string; ms: string } => ({ en, ms });
/** Numbers of the receipts, in the order in which visitors decided. */
const numbers: string[] = [];

/** An app whose visitors accept, refuse as a member in Malay, and let the app refuse for them. */
beforeAll(async () => {
  writeFileSync(keyFile, `${KEY}\n`);
  const events = createEventBus();
  const logger = createLogger({
    ...{ app: 'test', folder: logs, key: KEY, events },
    ...{ console: false, signals: false, crashes: false },
  });
  const middleware = consent({
    events,
    key: KEY,
    account: (req) => req.get('X-Member'),
    purposes: [
      {
        id: 'maps',
        name: both('Maps', 'Peta'),
        description: both('Shows where clinics are.', 'Menunjukkan lokasi klinik.'),
        services: [
          {
            id: 'map',
            name: 'Peta Klinik',
            description: both('A map.', 'Sebuah peta.'),
            provider: { name: 'Peta', country: 'MY', privacy: 'https://peta.example/' },
            retention: both('not at all', 'tidak sama sekali'),
            healthData: false,
          },
        ],
      },
    ],
  });
  const app = express();
  app.use(requestContext({ app }), middleware);
  app.get('/refuse', (req, res) => void res.json({ receipt: req.consent?.refuse() }));
  const send = async (fields: object, headers: Record<string, string> = {}): Promise<void> => {
    const { body } = await request(app)
      .post('/emas/consent')
      .set({ 'Sec-Fetch-Site': 'same-origin', Accept: 'application/json', ...headers })
      .type('form')
      .send({ fingerprint: middleware.fingerprint, ...fields });
    numbers.push(body.receipt);
  };
  await send({ choice: 'accept', lang: 'en' });
  await send({ choice: 'refuse', lang: 'ms' }, { 'X-Member': 'aisyah' });
  numbers.push((await request(app).get('/refuse')).body.receipt);
  await logger.shutdown();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const emas = (...words: string[]): Promise<Ended> => runEmas(['consent', ...words]);

/** What somebody who gets at the files would do. */
async function altered(change: (text: string) => string, act: () => Promise<void>): Promise<void> {
  const name = readdirSync(logs).find((one) => one.startsWith('consent')) ?? '';
  const file = join(logs, name);
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, change(before));
  await act().finally(() => writeFileSync(file, before));
}

describe('verify', () => {
  it('says that all of it holds', async () => {
    const { code, out } = await emas('verify', logs, '--key-file', keyFile);
    expect(out).toMatch(/^3 receipts, 2 texts\n/);
    expect(out).toMatch(/Verified: nothing was altered\.\n$/);
    expect(code).toBe(0);
  });

  it('names a receipt that was altered', async () => {
    const change = (text: string): string =>
      text.replace('"choice":"refuse","allowed":[]', '"choice":"accept","allowed":["maps"]');
    await altered(change, async () => {
      const { code, out } = await emas('verify', logs, '--key-file', keyFile);
      expect(out).toMatch(/ALTERED \(number \d+\): consent.*line \d+/);
      expect(code).toBe(1);
    });
  });

  it('names a text that is not what was shown', async () => {
    const change = (text: string): string => text.replace('Accept all', 'Go on');
    await altered(change, async () => {
      const { code, out } = await emas('verify', logs, '--key-file', keyFile, '--json');
      expect(JSON.parse(out).findings).toMatchObject([{ kind: 'text-altered' }]);
      expect(code).toBe(1);
    });
  });

  it('names a receipt whose text is gone', async () => {
    const change = (text: string): string =>
      text
        .split('\n')
        .filter((line) => !line.includes('consent_text_recorded'))
        .join('\n');
    await altered(change, async () => {
      const { findings } = JSON.parse(
        (await emas('verify', logs, '--key-file', keyFile, '--json')).out,
      );
      expect(findings.map(({ kind }: { kind: string }) => kind)).toEqual(
        Array(2).fill('text-missing'),
      );
    });
  });

  it('says where there is nothing to verify', async () => {
    const { code, err } = await emas('verify', folder);
    expect([code, err]).toEqual([
      3,
      expect.stringMatching(/There are no log files in .*They are in .*logs: give that folder/),
    ]);
  });
});

describe('show', () => {
  it('tells what was decided, and the very text, by a number as people write it', async () => {
    const [, number = ''] = numbers;
    const written = number.toLowerCase().replaceAll('-', '').replaceAll('0', 'o');
    const { out } = await emas('show', logs, written);
    expect(out).toContain(`receipt   ${number}\n`);
    expect(out).toMatch(/choice {4}refuse\n(?:.*\n)*refused {3}maps\n/);
    expect(out).toContain('language  ms\n');
    expect(out).toContain('Tolak semua\n');
    expect(out).not.toContain('aisyah');
  });

  it('says so where the app decided, and where there is no such receipt', async () => {
    const [, , number = ''] = numbers;
    expect((await emas('show', logs, number)).out).toContain('no text was shown');
    const none = await emas('show', logs, '0000-0000-0000-0000');
    expect(none.code).toBe(3);
    expect(none.err).toContain('There is no receipt 0000-0000-0000-0000');
  });
});

describe('export', () => {
  it('gives a table that a spreadsheet takes, without formulas', async () => {
    const { out } = await emas('export', logs);
    const [head, ...rows] = out.trim().split('\n');
    expect(head).toMatch(/^receipt,time,choice,/);
    expect(rows.map((row) => row.split(',')[0])).toEqual(numbers);
    expect(out).not.toMatch(/(?:^|,)[=+@-]/m);
  });

  it('gives those of one account, by the key, and those of a time', async () => {
    const mine = ['--account', 'aisyah', '--key-file', keyFile, '--format', 'json'];
    const { out } = await emas('export', logs, ...mine);
    expect(JSON.parse(out)).toMatchObject({ receipt: numbers[1], choice: 'refuse' });
    expect((await emas('export', logs, '--until', '2026-01-01', '--format', 'json')).out).toBe('');
  });
});
