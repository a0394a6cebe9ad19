import { signOut } from '../sign-in.ts';
import type { Redirect, Visit } from '../visit.ts';

export function logout(visit: Visit): Redirect {
  signOut(visit.req, visit.res, visit.state.secureCookies);
  return { to: '' };
}
