import {
  BEGINNINGS,
  DATA_KINDS,
  ENDS,
  EXEMPTIONS,
  PLACE_KINDS,
  READERS,
  REASONS,
} from '@emas/data-map';
import type { KeptPlace, Words } from '@emas/data-map';
import { z } from 'zod';

const words = 'expected { en, ms }';
export const wordsSchema: z.ZodType<Words> = z.strictObject(
  { en: z.string({ error: words }).min(1, words), ms: z.string({ error: words }).min(1, words) },
  { error: words },
);
const duration = z.number({ error: 'expected milliseconds' }).min(0, 'expected milliseconds');

/** A place, as an app writes it and a file keeps it. */
export const placeSchema: z.ZodType<KeptPlace> = z
  .strictObject({
    id: z.string().min(1).max(200),
    kind: z.enum(PLACE_KINDS, { error: `expected one of ${PLACE_KINDS.join(', ')}` }),
    where: z.string().min(1).max(1000),
    holds: z
      .array(z.enum(DATA_KINDS, { error: `expected one of ${DATA_KINDS.join(', ')}` }))
      .min(1),
    reason: z.enum(REASONS, { error: `expected one of ${REASONS.join(', ')}` }),
    kept: z.union([
      z.strictObject({ until: z.enum(ENDS) }),
      z.strictObject({ said: wordsSchema }),
      z.strictObject({
        ms: duration,
        after: z.enum(BEGINNINGS),
        most: duration.optional(),
        mark: duration.optional(),
        exempt: z.enum(EXEMPTIONS).optional(),
      }),
    ]),
    readers: z.array(z.enum(READERS)),
    recipient: z
      .strictObject({
        name: z.string().min(1),
        country: z
          .string()
          .regex(/^[A-Z]{2}$/, 'expected ISO 3166-1 alpha-2')
          .optional(),
        privacy: z.url().optional(),
      })
      .optional(),
    words: z.strictObject({ what: wordsSchema, why: wordsSchema }).optional(),
  })
  .refine(({ reason, words: own }) => reason !== 'app' || own !== undefined, {
    error: 'expected words with the reason "app": what it is and what for',
    path: ['words'],
  });
