import { QUIET_DAYS } from '@emas/deprecation/internal';
import type { LogReview } from '@emas/logging';
import { functionOption, partOption, wholeNumber } from '@emas/options';
import { z } from 'zod';
import type { PipelineRow } from './contract.ts';

/** Where the developer page's figures come from. */
export interface DeveloperSource {
  /** `logReview(…)`. */
  readonly log: LogReview;
  /** Version of the app. @default '' */
  readonly version?: string | undefined;
  /** Days without a call after which an endpoint counts as unused. @default 45 */
  readonly quietDays?: number;
  /** Has what is still counted in memory told, before the report looks. @default nothing is done */
  readonly refresh?: (() => void) | undefined;
  /** How what carries figures and lines away stands. @default nothing is known */
  readonly pipelines?: (() => Promise<readonly PipelineRow[]>) | undefined;
}

/** Options of the dashboard for its developer page. */
export interface DevelopersOptions {
  /** @default there is no developer page */
  readonly developers?: DeveloperSource | undefined;
}

export const developersShape = {
  developers: z
    .strictObject({
      log: partOption<LogReview>('counts', 'what logReview() gave'),
      version: z.string({ error: 'expected a version' }).optional(),
      quietDays: wholeNumber('days', 1, 3650, QUIET_DAYS),
      refresh: functionOption<() => void>().optional(),
      pipelines: functionOption<() => Promise<readonly PipelineRow[]>>().optional(),
    })
    .optional(),
};
