import { functionOption, parseOptions, wholeNumber } from '@emas/errors';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Remember } from './choice/decision.ts';
import type { Purpose } from './registry/purpose.ts';
import { purposesSchema } from './registry/schema.ts';

/** Options of {@link consent}. */
export interface ConsentOptions {
  /** What the site does and for what. */
  readonly purposes: readonly Purpose[];
  /** Days after which the visitor is asked again. @default { accepted: 365, refused: 182 } */
  readonly remember?: Partial<Remember>;
  /** Whether `DNT: 1` counts as a signal, as `Sec-GPC: 1` does. @default false */
  readonly dnt?: boolean;
  /** Day of the registry's last change, `2026-11-23`, for `/.well-known/gpc.json`. */
  readonly updated?: string;
  /** Where the form is sent, and where a visitor changes their mind. @default '/emas/consent' */
  readonly path?: string;
  /** The app's own page round the form at `path`. @default a plain one */
  readonly page?: ConsentPage;
  /** The clock, for tests. */
  readonly now?: () => number;
}

/** Answers with a page that has the form in it. */
export type ConsentPage = (
  req: Request,
  res: Response,
  content: {
    readonly title: string;
    readonly language: 'en' | 'ms';
    /** Finished markup. */
    readonly form: string;
    /** Path of the page that the visitor came from; '' where that is not known. */
    readonly returnTo: string;
  },
) => void;

/** The options with their defaults filled in. */
export interface ResolvedOptions {
  readonly purposes: readonly Purpose[];
  readonly remember: Remember;
  readonly dnt: boolean;
  readonly updated?: string | undefined;
  readonly path: string;
  readonly page?: ConsentPage | undefined;
  readonly now: () => number;
}

const PATH_WANTED = 'wants a path such as /emas/consent';
const MOST_DAYS = 400;

const schema = z.strictObject({
  purposes: purposesSchema,
  remember: z
    .strictObject({
      // Browsers keep no cookie for longer than 400 days.
      accepted: wholeNumber('days', 1, MOST_DAYS, 365),
      refused: wholeNumber('days', 1, MOST_DAYS, 182),
    })
    .prefault({}),
  dnt: z.boolean({ error: 'wants true or false' }).default(false),
  updated: z.iso.date({ error: 'wants a day, 2026-11-23' }).optional(),
  path: z
    .string({ error: PATH_WANTED })
    .regex(/^\/[\w./-]{1,200}$/, PATH_WANTED)
    .default('/emas/consent'),
  page: functionOption<ConsentPage>().optional(),
  now: functionOption<() => number>().default(() => Date.now),
});

/** @throws EmasError `ERR_EMAS_CONSENT_OPTIONS`. */
export function resolveOptions(given: ConsentOptions): ResolvedOptions {
  return parseOptions('consent', 'ERR_EMAS_CONSENT_OPTIONS', schema, given);
}
