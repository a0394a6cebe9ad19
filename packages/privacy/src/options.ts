import { functionOption, parseOptions, partOption } from '@emas/options';
import type { KeptPlace, Words } from '@emas/data-map';
import { events } from '@emas/events';
import type { EventBus } from '@emas/events';
import { z } from 'zod';
import { placeSchema, wordsSchema } from './place-schema.ts';

/** The eight things that a notice has to tell (PDPA 2010, s 7(1)(a) to (h)), in their order. */
export const ITEMS = [
  /** (a) What is processed. */
  'data',
  /** (b) What for. */
  'purposes',
  /** (c) Where it comes from. */
  'source',
  /** (d) The right to see and correct it, and whom to ask. */
  'rights',
  /** (e) Who else gets it. */
  'disclosure',
  /** (f) How its use can be limited. */
  'choices',
  /** (g) What must be given, and what is optional. */
  'duty',
  /** (h) What happens if it is not given. */
  'refusal',
] as const;
export type NoticeItem = (typeof ITEMS)[number];

/** Who is responsible for the data, and what the app itself does with it. */
export interface Controller {
  /** Official name of the company or person who decides what is done with the data. */
  readonly controller: string;
  /** @default none is named */
  readonly address?: string;
  /** Address to which people write about their data. */
  readonly email: string;
  /** Telephone number of the controller. */
  readonly phone?: string;
  /** Name or office of the data protection officer (PDPA 2010, s 12A). @default the office's own name */
  readonly officer?: string;
  readonly officerEmail: string;
  /** Of the data protection officer. */
  readonly officerPhone?: string;
  /** What the notice adds to each item, for example about forms, claims and payers. */
  readonly own?: Readonly<Partial<Record<NoticeItem, Words>>>;
  /** Places of the app itself, with words. @default none */
  readonly places?: readonly KeptPlace[];
}

/** Options of {@link privacy}. */
export interface PrivacyOptions extends Controller {
  /** What the parts of the app keep. It is called each time, because an app may add parts while it runs. */
  readonly keeps: () => readonly KeptPlace[];
  /**
   * File in which the notices of former starts are kept, such as `privacy.json` in the data folder: `announce()`
   * compares with it. @default none, and nothing is announced
   */
  readonly file?: string;
  /** Name of the app, for the command line, which finds by it what is the app's. @default '' */
  readonly app?: string;
  /** @default the bus of this process */
  readonly events?: EventBus;
  /** The clock, for tests. */
  readonly now?: () => number;
}

/** Who is responsible for the data, checked. */
export interface ResolvedController {
  readonly controller: string;
  readonly address?: string | undefined;
  readonly email: string;
  readonly phone?: string | undefined;
  readonly officer?: string | undefined;
  readonly officerEmail: string;
  readonly officerPhone?: string | undefined;
  readonly own: Readonly<Partial<Record<NoticeItem, Words>>>;
}

/** The options with their defaults filled in. */
export interface ResolvedOptions {
  readonly controller: ResolvedController;
  readonly places: readonly KeptPlace[];
  readonly keeps: () => readonly KeptPlace[];
  readonly file: string | undefined;
  readonly app: string;
  readonly events: EventBus;
  readonly now: () => number;
}

const text = (wanted: string, most = 200): z.ZodString =>
  z
    .string({ error: wanted })
    .trim()
    .min(1, wanted)
    .max(most, `expected at most ${most} characters`);
const email = z.email({ error: 'expected an e-mail address' });
const phone = text('expected a telephone number', 40);

const controllerShape = {
  controller: text('expected the name of the company or person responsible for the data'),
  address: text('expected an address', 500).optional(),
  email,
  phone: phone.optional(),
  officer: text('expected a name or an office').optional(),
  officerEmail: email,
  officerPhone: phone.optional(),
  own: z
    .partialRecord(z.enum(ITEMS), wordsSchema, {
      error: `expected texts by ${ITEMS.join(', ')}`,
    })
    .default({}),
};

/** The controller, as stored in a file. */
export const controllerSchema: z.ZodType<ResolvedController> = z.strictObject(controllerShape);

const schema = z.strictObject({
  ...controllerShape,
  places: z.array(placeSchema, { error: 'expected places' }).readonly().default([]),
  keeps: functionOption<() => readonly KeptPlace[]>('a function that lists places'),
  file: z.string({ error: 'expected the path of a file' }).min(1).optional(),
  app: z.string({ error: "expected the app's name" }).default(''),
  events: partOption<EventBus>('emit', 'an event bus').default(events),
  now: functionOption<() => number>('a clock').default(() => Date.now),
});

/** @throws EmasError `ERR_EMAS_PRIVACY_OPTIONS`. */
export function resolveOptions(given: PrivacyOptions): ResolvedOptions {
  const parsed = parseOptions('privacy', 'ERR_EMAS_PRIVACY_OPTIONS', schema, given);
  const { places, keeps, file, app, events: bus, now, ...controller } = parsed;
  return { controller, places, keeps, file, app, events: bus, now };
}
