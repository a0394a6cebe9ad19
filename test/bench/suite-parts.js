/** Parts of the suite that `server-ours` has on or off, and what each is to a reader. */
export const SUITE_PARTS = {
  hardening: 'headers and bounds',
  limit: 'a limit',
  sessions: 'sessions',
  consent: 'consent',
  figures: 'figures',
  accessLog: 'a log line for each request',
};
