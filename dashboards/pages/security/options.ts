import type { LogReview } from '@emas/logging';
import type { Blocks, LoginReview } from '@emas/login-guard';
import { partOption } from '@emas/options';
import { z } from 'zod';

/** Where the security page's figures come from. */
export interface SecuritySource {
  /** `loginReview(…)`. */
  readonly review: Pick<LoginReview, 'incidents' | 'change'>;
  /** `logReview(…)`. */
  readonly log: LogReview;
  /** `loginBlocks(…)`; without it nothing can be blocked from the page. */
  readonly blocks?: Pick<Blocks, 'list' | 'add' | 'remove'> | undefined;
}

/** Options of the dashboard for its security page. */
export interface SecurityOptions {
  /** @default there is no security page */
  readonly security?: SecuritySource | undefined;
}

export const securityShape = {
  security: z
    .strictObject({
      review: partOption<SecuritySource['review']>('incidents', 'the result of loginReview()'),
      log: partOption<LogReview>('counts', 'the result of logReview()'),
      blocks: partOption<NonNullable<SecuritySource['blocks']>>(
        'add',
        'the result of loginBlocks()',
      ).optional(),
    })
    .optional(),
};
