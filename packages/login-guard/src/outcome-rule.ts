import type { Response } from 'express';
import { z } from 'zod';

/** What an answer looks like: all that is named must hold. */
export interface AnswerPattern {
  /** One of these statuses. */
  readonly status?: number | readonly number[] | undefined;
  /** Where it redirects to: a path, or its beginning with `*` at the end. */
  readonly redirect?: string | undefined;
}

/** How an answer shows what became of an attempt, where the handler says nothing. */
export interface OutcomeRule {
  readonly success?: AnswerPattern | undefined;
  readonly failure?: AnswerPattern | undefined;
}

const REDIRECT_WANTED = "expected a path, '/login' or '/login*'";

const patternSchema = z
  .strictObject({
    status: z
      .union([z.int(), z.array(z.int()).min(1)], { error: 'expected a status, or several' })
      .optional(),
    redirect: z.string({ error: REDIRECT_WANTED }).min(1, REDIRECT_WANTED).optional(),
  })
  .refine(
    ({ status, redirect }) => status !== undefined || redirect !== undefined,
    'expected a status or a redirect',
  );

export const outcomeSchema: z.ZodType<OutcomeRule> = z.strictObject({
  success: patternSchema.optional(),
  failure: patternSchema.optional(),
});

/** What the answer says; `undefined` where it looks like neither. */
export function outcomeOf(res: Response, rule: OutcomeRule): 'success' | 'failure' | undefined {
  if (matches(res, rule.failure)) return 'failure';
  return matches(res, rule.success) ? 'success' : undefined;
}

function matches(res: Response, pattern: AnswerPattern | undefined): boolean {
  if (pattern === undefined) return false;
  const { status, redirect } = pattern;
  const statuses = typeof status === 'number' ? [status] : status;
  if (statuses !== undefined && !statuses.includes(res.statusCode)) return false;
  if (redirect === undefined) return true;
  const location = res.getHeader('Location');
  if (typeof location !== 'string') return false;
  return redirect.endsWith('*')
    ? location.startsWith(redirect.slice(0, -1))
    : location === redirect;
}
