import { expect, it } from '@jest/globals';
import { clientName, createClientParser } from '../src/internal.ts';
import { growthOf, LINEAR } from '../../../test/runner/growth.ts';
import { appName } from '../src/app-name.ts';

const parse = createClientParser(100);
const ANDROID =
  'Mozilla/5.0 (Linux; Android 14; SM-S911B; wv) AppleWebKit/537.36 (KHTML, like Gecko)';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';

it.each<[string, string]>([
  ['claims-app/2.1 (com.emas.claims; iOS 17)', 'claims-app 2'],
  ['Dart/3.2 (dart:io)', 'Dart 3'],
  ['EmasClaims/3.4.1 CFNetwork/1494 Darwin/23', 'EmasClaims 3'],
  ['Emas%20Claims/3 CFNetwork/1494 Darwin/23.4.0', 'Emas Claims 3'],
  ['com.emas.claims/v2.1 (Linux;Android 14) ExoPlayerLib/2.18', 'com.emas.claims 2'],
  ['ClaimsApp (iPhone; iOS 17.0; Scale/3.00)', 'ClaimsApp'],
  ['Dalvik/2.1.0 (Linux; U; Android 14) ClaimsApp/1', 'ClaimsApp 1'],
  [`${ANDROID} Version/4.0 Chrome/120.0.0.0 Mobile Safari/537.36 EmasClaims/3.4`, 'EmasClaims 3'],
  [`${IPHONE} Mobile/15E148 EmasClaims/3.4`, 'EmasClaims 3'],
  [`${IPHONE} Version/17.5 Mobile/15E148 Safari/604.1 EmasClaims/3.4`, 'EmasClaims 3'],
])('%s is %s', (agent, name) => {
  const client = parse(agent);
  expect(client.app).toBe(name);
  expect(clientName(client)).toBe(name);
});

it.each<[string, string]>([
  [`${ANDROID} Version/4.0 Chrome/120.0.0.0 Mobile Safari/537.36`, 'Chrome WebView 120 on Android'],
  [`${IPHONE} Version/17.5 Mobile/15E148 Safari/604.1`, 'Mobile Safari 17 on iOS'],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Extra/9',
    'Chrome 120 on Linux',
  ],
  ['CFNetwork/1494 Darwin/23', 'iOS'],
  ['curl/8.5.0', 'curl'],
  ['', '(none)'],
  ['\u65e5\u672c (x)', 'unknown'],
])('%s is no app: %s', (agent, name) => {
  const client = parse(agent);
  expect(client.app).toBe('');
  expect(clientName(client)).toBe(name);
});

it('figures of browsers know nothing of apps', () => {
  expect(parse('claims-app/2.1 (com.emas.claims; iOS 17)')).toMatchObject({
    ...{ browser: '', browserVersion: '' },
  });
});

it.each(['claims\u001b[31m/2', `${'x'.repeat(50)}/1`, 'a"b/1', '<b>/1', 'x/1\u202e'])(
  'a name that is made up by a stranger is short and plain: %j',
  (agent) => {
    expect(appName(agent, '')).toMatch(/^[\w .!+-]{0,46}$/);
  },
);

it('takes time in proportion to the length', () => {
  const growth = growthOf((length) => {
    const agent = `${'('.repeat(length)} ${'%20'.repeat(length)} ${'a/'.repeat(length)}`;
    return () => expect(appName(agent, '')).toBe('');
  }, 20_000);
  expect(growth).toBeLessThan(LINEAR);
});
