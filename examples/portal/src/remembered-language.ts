import type { Request, Response } from 'express';
import { parse } from 'cookie';
import { LANGUAGE_COOKIE } from './consent/registry.ts';
import { LANGUAGES } from './language.ts';
import type { Language } from './language.ts';

const YEAR_MS = 365 * 86_400_000;

/** The language of the visitor's last visit, where they allowed it to be remembered. */
export function rememberedLanguage(req: Request): Language | undefined {
  const kept = parse(req.headers.cookie ?? '')[LANGUAGE_COOKIE];
  return LANGUAGES.find((language) => language === kept);
}

/** Remembers it, where that is allowed; the gate would hold the cookie back elsewhere. */
export function rememberLanguage(req: Request, res: Response, language: Language): void {
  if (req.consent?.allows('language') !== true || rememberedLanguage(req) === language) return;
  res.cookie(LANGUAGE_COOKIE, language, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: req.secure,
    maxAge: YEAR_MS,
  });
}
