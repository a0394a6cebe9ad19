import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startExample } from '../../../test/engine/start-example.ts';
import type { RunningExample } from '../../../test/engine/start-example.ts';

let example: RunningExample;
beforeAll(async () => {
  example = await startExample(new URL('../src/app.js', import.meta.url));
});
afterAll(() => example.stop());

it('counts in a session whose cookie tells nothing and ends with the browser', async () => {
  const first = await fetch(example.origin);
  expect(await first.text()).toContain('session: 1');
  const [cookie = ''] = first.headers.getSetCookie();
  expect(cookie).toMatch(/^[0-9a-f]{32}=/);
  expect(cookie).not.toMatch(/Expires|Max-Age/i);
  const again = await fetch(example.origin, { headers: { Cookie: cookie.split(';', 1)[0] ?? '' } });
  expect(await again.text()).toContain('session: 2');
});
