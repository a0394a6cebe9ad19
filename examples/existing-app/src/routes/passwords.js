import { Strategy } from 'passport-local';

/** An app has these in its database, hashed. */
const PASSWORDS = new Map([['aisyah', 'selamat-datang']]);

/** Whether somebody is who they say, as passport asks for it. */
export const passwords = new Strategy((username, password, done) => {
  if (PASSWORDS.get(username) === password) done(null, { username });
  else done(null, false, { message: 'Wrong name or password.' });
});
