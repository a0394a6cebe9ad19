import { PAGE_LANGUAGES } from '@emas/page';
import type { PageNeeds } from '@emas/page';
import { z } from 'zod';
import type { ExplicitConsent } from '../explicit/explicit-consent.ts';
import { PURPOSE_KINDS } from './purpose.ts';
import type { Purpose } from './purpose.ts';

const TEXT_WANTED = 'expected a text in this language';
const text = z.string({ error: TEXT_WANTED }).trim().min(1, TEXT_WANTED).max(2000, TEXT_WANTED);
const texts = z.record(z.enum(PAGE_LANGUAGES), text, {
  error: `expected { ${PAGE_LANGUAGES.join(', ')} }`,
});

const ID_WANTED = 'expected up to 32 small letters, digits and -, a letter first';
const id = z.string({ error: ID_WANTED }).regex(/^[a-z][a-z0-9-]{0,31}$/, ID_WANTED);

const name = z.string({ error: 'expected a name' }).trim().min(1, 'expected a name').max(200);

const URL_WANTED = 'expected an https URL';
const url = z.string({ error: URL_WANTED }).refine(isSecureUrl, URL_WANTED);
const SCRIPT_WANTED = 'expected an https URL, or a path of the site';
const scriptSource = z
  .string({ error: SCRIPT_WANTED })
  .refine((given) => /^\/(?!\/)/.test(given) || url.safeParse(given).success, SCRIPT_WANTED);

const COUNTRY_WANTED = 'expected the two letters of a country, MY';
const COOKIE_WANTED = 'expected the name of a cookie; a * may end it';

const item = {
  description: texts,
  retention: texts,
};

const service = z.strictObject({
  id,
  name,
  description: texts,
  provider: z.strictObject({
    name,
    country: z.string({ error: COUNTRY_WANTED }).regex(/^[A-Z]{2}$/, COUNTRY_WANTED),
    privacy: url,
  }),
  retention: texts,
  healthData: z.boolean({ error: 'expected true or false' }),
  cookies: z
    .array(
      z.strictObject({
        // A token of RFC 6265 §4.1.1.
        name: z
          .string({ error: COOKIE_WANTED })
          .regex(/^[\w!#$%&'+.^`|~-]{1,100}\*?$/, COOKIE_WANTED),
        domain: z.string().max(253).exactOptional(),
        path: z.string().startsWith('/').max(500).exactOptional(),
        ...item,
      }),
    )
    .default([]),
  storage: z.array(z.strictObject({ name, ...item })).default([]),
  script: z
    .strictObject({
      src: scriptSource,
      // Checked where the policy is made.
      needs: z.custom<PageNeeds>((given) => typeof given === 'object').exactOptional(),
    })
    .exactOptional(),
  frame: z.strictObject({ src: url, title: texts }).exactOptional(),
});

const MOST_PURPOSES = 20;

export const purposesSchema: z.ZodType<readonly Purpose[]> = z
  .array(
    z.strictObject({
      id,
      kind: z
        .enum(PURPOSE_KINDS, { error: `expected one of ${PURPOSE_KINDS.join(', ')}` })
        .default('other'),
      name: texts,
      description: texts,
      necessary: z.boolean({ error: 'expected true or false' }).default(false),
      signals: z.boolean({ error: 'expected true or false' }).default(true),
      services: z.array(service).min(1, 'expected at least one service'),
    }),
  )
  .min(1, 'expected at least one purpose')
  .max(MOST_PURPOSES, `expected ${MOST_PURPOSES} purposes at most`)
  .refine(hasDistinctIds, 'expected each id once, of purposes and services together');

export const explicitSchema: z.ZodType<readonly ExplicitConsent[]> = z
  .array(
    z.strictObject({
      id,
      name: texts,
      notice: texts,
      text: texts,
      guardian: z.boolean({ error: 'expected true or false' }).default(true),
    }),
  )
  .default([])
  .refine(
    (given) => new Set(given.map((one) => one.id)).size === given.length,
    'expected each id once',
  );

/** What never leaves the machine is taken for secure as well (W3C Secure Contexts, §3.1). */
function isSecureUrl(given: string): boolean {
  if (!URL.canParse(given)) return false;
  const { protocol, hostname } = new URL(given);
  const isHere = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
  return protocol === 'https:' || (protocol === 'http:' && isHere);
}

function hasDistinctIds(purposes: readonly Purpose[]): boolean {
  const ids = purposes.flatMap((purpose) => [purpose.id, ...purpose.services.map((one) => one.id)]);
  return new Set(ids).size === ids.length;
}
