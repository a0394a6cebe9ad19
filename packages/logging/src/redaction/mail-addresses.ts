/**
 * RFC 5321 §4.5.3.1 bounds the parts, RFC 6531 has letters of all writings in them; `%40` is how an address of
 * the web writes the sign, `%2540` one in another.
 */
const CANDIDATE =
  /(?<![\p{L}\p{N}_.+-])[\p{L}\p{N}_.+-]{1,64}(?:@|%(?:25){0,3}40)(?:[\p{L}\p{N}_-]{1,63}\.){1,8}\p{L}{2,24}/gu;
/** `package@1.2.3.tgz`, `vue@3.global.js`, `logo@2x.png`. */
const VERSION = /(?:@|40)v?\d{1,4}x?\./;
/** `git@host:path`, which is everybody's name there. */
const GIT = /^git@/;
/** `getty@tty1.service`: systemd's instances of a unit. */
const UNIT = /\.(?:service|socket|timer|target|mount|slice|scope|device)$/;

/** What stands for one. */
export const MAIL_MASK = '[e-mail]';

/** Masks e-mail addresses: they name a person, and many are the name that an account signs in with. */
export function withoutMailAddresses(text: string): string {
  return text.replaceAll(CANDIDATE, (all: string) =>
    [VERSION, GIT, UNIT].some((harmless) => harmless.test(all)) ? all : MAIL_MASK,
  );
}
