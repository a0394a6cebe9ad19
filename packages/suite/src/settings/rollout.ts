import type { ParsedOptions } from './schema.ts';

type SessionSettings = Exclude<ParsedOptions['session'], false>;

/**
 * What the parts are given in report mode: each reports, unless its own options say otherwise. Nothing that a
 * visitor would notice is left on: neither the wait for a failed login nor the cookie of a known device.
 *
 * @param hasSession Whether the app gave options for sessions: one that has sessions keeps them, as nobody can
 * have two.
 */
export function reporting(parsed: ParsedOptions, hasSession: boolean): ParsedOptions {
  const { hardening, session, logins } = parsed;
  return {
    ...parsed,
    hardening: hardening === false ? false : { ...hardening, mode: hardening.mode ?? 'report' },
    session:
      session === false || !hasSession
        ? false
        : { ...session, binding: reportingBinding(session.binding) },
    logins:
      (logins.mode ?? 'report') === 'report'
        ? { failureTime: false, deviceCookie: false, ...logins, mode: 'report' }
        : logins,
  };
}

function reportingBinding(given: SessionSettings['binding']): NonNullable<typeof given> {
  return typeof given === 'string' ? given : { ...given, mode: given?.mode ?? 'log' };
}
