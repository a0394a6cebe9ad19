import { warnOnce } from '@emas/warnings';

/** A form whose name is not found would not be guarded at all. */
export function warnUnnamed(isReadable: boolean): void {
  const what = isReadable ? 'no name' : 'a name in more than one form';
  warnOnce(
    'WARN_EMAS_LOGIN_NAME',
    `A sign-in was refused: loginGuard found ${what} in the body fields username, email and login. If the form has other fields, name them in the option "account". Parse the body before the guard.`,
  );
}

/** Nobody says what became of attempts. */
export function warnUndecided(): void {
  warnOnce(
    'WARN_EMAS_LOGIN_OUTCOME',
    'A login was answered without req.login.failed(), succeeded() or ignored(), and loginGuard has no "outcome": such attempts do not count.',
  );
}
