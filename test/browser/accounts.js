/** The accounts that the portal's sign-in page shows. */
export const ACCOUNTS = {
  member: { username: 'demo', password: 'selamat-datang' },
  marketing: { username: 'marketing', password: 'angka-sahaja' },
  security: { username: 'security', password: 'jaga-pintu' },
  developer: { username: 'developer', password: 'baca-log' },
};
