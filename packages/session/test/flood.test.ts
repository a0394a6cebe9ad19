import { afterEach, expect, test } from '@jest/globals';
import { memoryStore } from '@emas/session';
import { serveSessions } from './visitor.ts';
import type { SessionSite } from './visitor.ts';

let site: SessionSite | undefined;
afterEach(() => site?.close());

/** So many visitors without a cookie, a few at a time. */
async function flood(
  { visitor }: SessionSite,
  times: number,
  from: (number: number) => string,
): Promise<void> {
  for (let number = 0; number < times; number += 20) {
    await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        visitor()
          .from(from(number + at))
          .get('/untouched'),
      ),
    );
  }
}

test.each([
  ['one network', (): string => '203.0.113.9'],
  ['a network each', (number: number): string => `203.${number >> 8}.${number & 255}.9`],
])(
  'a flood of strangers from %s signs nobody out, and each of them gets a session',
  async (_, from) => {
    site = await serveSessions({ store: memoryStore({ max: 200 }) });
    const member = site.visitor().from('60.48.1.2');
    await member.get('/sign-in/aisyah');
    const guest = site.visitor().from('60.48.2.2');
    await guest.get('/views');
    await flood(site, 600, from);
    expect((await member.get('/untouched')).json['status']).toBe('active');
    expect((await guest.get('/views')).json).toMatchObject({ status: 'active', views: 2 });
    const stranger = site.visitor().from('198.51.100.1');
    await stranger.get('/untouched');
    expect((await stranger.get('/untouched')).json['status']).toBe('active');
  },
);

test('a flood of strangers who put something into their sessions signs nobody out either', async () => {
  site = await serveSessions({ store: memoryStore({ max: 100 }) });
  const member = site.visitor().from('60.48.1.2');
  await member.get('/sign-in/aisyah');
  for (let number = 0; number < 300; number += 1) {
    await site
      .visitor()
      .from(`203.0.${number & 255}.9`)
      .get('/views');
  }
  expect((await member.get('/untouched')).json['status']).toBe('active');
});
