/** RFC 5321 §4.5.3.1 bounds the parts; `%40` is how an address of the web writes the sign. */
const CANDIDATE = /(?<![\w.+-])[\w.+-]{1,64}(?:@|%40)(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24}\b/g;
/** `package@1.2.3.tgz` */
const VERSION = /@v?\d{1,4}\.\d/;
/** `git@host:path`, which is everybody's name there. */
const GIT = /^git@/;

/** Masks e-mail addresses: they name a person, and many are the name that an account signs in with. */
export function withoutMailAddresses(text: string): string {
  return text.replaceAll(CANDIDATE, (all: string) =>
    VERSION.test(all) || GIT.test(all) ? all : '[e-mail]',
  );
}
