import { isTimeZone } from '@emas/calendar';
import { appName, functionOption, partOption } from '@emas/options';
import { PAGE_LANGUAGES } from '@emas/page';
import type { Request } from 'express';
import { z } from 'zod';
import { events } from '@emas/events';
import type { EventBus } from '@emas/events';
import type { Language } from '../contract.ts';
import type { Roles } from './access.ts';

/** Options of the dashboard that concern all of its pages. */
export interface FrameOptions {
  /**
   * The app whose figures are shown.
   * @default 'default'
   */
  readonly app?: string;
  /** IANA time zone of the pages where a reader names none. @default that of `traffic`, else the process's */
  readonly timeZone?: string;
  /** Roles of the person behind a request. Called for every request; there is no default, so nothing opens by accident. */
  readonly authorize: (req: Request) => Roles | Promise<Roles>;
  /**
   * Who is signed in, as the team knows them: shown on the pages, and kept with what they do about
   * incidents and blocks. @default nobody is shown, and 'dashboard' is kept
   */
  readonly actor?: (req: Request) => string;
  /**
   * Language of a visitor whose address names none (`?lang=`).
   * @default 'en'
   */
  readonly language?: Language;
  /**
   * Path where somebody who may see no page is sent; without it, a page answers 403. `:lang` in it becomes
   * the language, `/:lang/login`.
   */
  readonly signInUrl?: string;
  /**
   * Path that the pages' "sign out" is posted to; without it there is none. `:lang` in it becomes the language.
   * A sign-out by a link would be one that any site could make a visitor follow.
   */
  readonly signOutUrl?: string;
  /**
   * Milliseconds between refreshes of an open page.
   * @default 2000
   */
  readonly refresh?: number;
  /** Who made the database of countries, where its licence wants that said. @default nobody */
  readonly attribution?: { readonly text: string; readonly url: string } | undefined;
  /** Where refusals, and reads of log lines, are emitted. @default the bus of this process */
  readonly events?: EventBus;
}

/** Where the app names nobody. */
export const unnamedActor = (): string => 'dashboard';

const localUrl = z
  .string({ error: 'expected a path of this host' })
  .regex(/^\/(?!\/)/, 'expected a path that begins with one "/"');

export const frameShape = {
  app: appName.default('default'),
  timeZone: z
    .string({ error: 'expected an IANA time zone' })
    .refine(isTimeZone, 'expected an IANA time zone')
    .optional(),
  authorize: functionOption<FrameOptions['authorize']>(
    'a function of the request that returns roles',
  ),
  actor: functionOption<(req: Request) => string>('a function of the request').default(
    () => unnamedActor,
  ),
  language: z
    .enum(PAGE_LANGUAGES, { error: `expected one of ${PAGE_LANGUAGES.join(', ')}` })
    .default('en'),
  signInUrl: localUrl.optional(),
  signOutUrl: localUrl.optional(),
  refresh: z
    .int({ error: 'expected milliseconds' })
    .min(1000, 'expected 1,000 ms or more')
    .max(3_600_000, 'expected at most an hour')
    .default(2000),
  attribution: z
    .strictObject({
      text: z.string({ error: 'expected a text' }).min(1).max(200),
      url: z.string({ error: 'expected an https URL' }).startsWith('https://'),
    })
    .optional(),
  events: partOption<EventBus>('emit', 'an event bus').default(events),
};

type Checked = z.output<z.ZodObject<typeof frameShape>>;

/** Those options, with their defaults. */
export type FrameSettings = Checked & { readonly timeZone: string };
