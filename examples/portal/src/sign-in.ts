import type { Request } from 'express';
import type { SessionData as KeptData } from '@emas/suite';
import { accountNamed } from './accounts.ts';
import type { Account } from './accounts.ts';

declare module 'express-session' {
  interface SessionData {
    /** Who is signed in; what else there is to know is looked up with each request. */
    username?: string;
  }
}

/**
 * Who sent this request, if signed in. Works on any request of the app, also outside the portal; while
 * the session store is away nobody is signed in.
 */
export function signedInAccount(req: Request): Account | undefined {
  const { session }: { session?: KeptData | undefined } = req;
  return session?.username === undefined ? undefined : accountNamed(session.username);
}
