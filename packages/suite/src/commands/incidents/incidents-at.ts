import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@emas/clickhouse';
import { createEventBus } from '@emas/events';
import { EmasError } from '@emas/errors';
import { loginReview, migrateLogins } from '@emas/login-guard';
import type { IncidentState, LoginReview, LoginReviewOptions } from '@emas/login-guard';
import type { Command } from 'commander';
import { clickhouseAway } from '../clickhouse-away.ts';
import type { EngineFlags } from '../engine-at.ts';
import { appOption, existingFigures, placeOptions } from '../figures-options.ts';
import { ownApp } from '../own-app.ts';

/** Where the incidents are. */
export interface IncidentPlace extends EngineFlags {
  readonly app?: string;
}

/** How an incident may stand. */
export const INCIDENT_STATES: readonly IncidentState[] = ['open', 'acknowledged', 'closed'];

/** Fields of incidents that are times, for JSON. */
export const INCIDENT_TIMES: readonly string[] = ['opened', 'first', 'last', 'time'];

/** The flags that all commands about incidents have. */
export function withIncidentPlace(command: Command): Command {
  const [data, url] = placeOptions();
  return command
    .addOption(appOption('app whose logins were attacked'))
    .addOption(data)
    .addOption(url);
}

/**
 * Works on the incidents of an app.
 *
 * @throws EmasError as `existingFigures()` does, `ERR_EMAS_INCIDENTS_ENGINE`, and what the review throws.
 */
export async function useIncidents<Result>(
  place: IncidentPlace,
  use: (review: LoginReview) => Promise<Result>,
): Promise<Result> {
  const client = connect(existingFigures(place));
  try {
    await migrateLogins(client);
    return await withReview({ client, app: place.app ?? ownApp() }, use);
  } catch (cause) {
    throw cause instanceof EmasError ? cause : clickhouseAway('ERR_EMAS_INCIDENTS_ENGINE', cause);
  } finally {
    await client.close();
  }
}

/** Events of a command have nobody to hear them: what was done is kept with the incident. */
async function withReview<Result>(
  of: Pick<LoginReviewOptions, 'client' | 'app'>,
  use: (review: LoginReview) => Promise<Result>,
): Promise<Result> {
  // Nothing waits in it: a change is written at once, and incidents are found by the app alone.
  const spool = mkdtempSync(join(tmpdir(), 'emas-incidents-'));
  const review = loginReview({ ...of, spool, events: createEventBus() });
  try {
    return await use(review);
  } finally {
    await review.close();
    rmSync(spool, { recursive: true, force: true });
  }
}
