import type { Request } from 'express';

export type Language = 'ms' | 'en';

/** Malay first: it is what a visitor without a preference gets. */
export const LANGUAGES: readonly Language[] = ['ms', 'en'];

export function otherLanguage(language: Language): Language {
  return language === 'ms' ? 'en' : 'ms';
}

/** From `Accept-Language`; an answer that depends on it must say so in `Vary`. */
export function preferredLanguage(req: Request): Language {
  return req.acceptsLanguages('ms', 'en') === 'en' ? 'en' : 'ms';
}

/** The language that a path names, `/en/clinics`; nothing for paths outside both. */
export function languageOfPath(path: string): Language | undefined {
  return LANGUAGES.find((language) => path === `/${language}` || path.startsWith(`/${language}/`));
}
