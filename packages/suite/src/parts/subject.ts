import type { KeptPlace } from '@emas/data-map';
import { EmasError } from '@emas/errors';
import { subjectSearch } from '../subject/subject-search.ts';
import type { SubjectData, SubjectPlace } from '../subject/subject-data.ts';
import type { Parts } from './parts.ts';

/**
 * All that is kept of an account, sessions in the memory of this process among it.
 *
 * @throws EmasError `ERR_EMAS_SUBJECT_MAP` with `privacy: false`, and whatever ClickHouse, Redis and the disk fail
 * with.
 */
export async function subjectOf(account: string, parts: Parts): Promise<SubjectData> {
  const { settings, privacy, figures, redis, sessions, logger } = parts;
  if (privacy === undefined) {
    throw new EmasError('ERR_EMAS_SUBJECT_MAP', 'subject() was called with privacy: false.', {
      help: 'Set the option privacy, with the company responsible for the data: then there is a map of what is kept.',
    });
  }
  settings.events.emit('subject_data_read', { account });
  // What was told a moment ago is on its way to files and tables.
  logger.flush();
  const map = privacy.map();
  const found = await subjectSearch(account, {
    map,
    app: settings.app,
    data: settings.data,
    keys: settings.logKey,
    client: figures?.client,
    redis: redis?.client,
  });
  const place = found.unseen.find(({ id, kind }) => id === 'session/store' && kind === 'memory');
  if (place === undefined || sessions === undefined) return found;
  const items = await sessions.registry.list(account);
  return withSessions(found, place, items);
}

function withSessions(
  found: SubjectData,
  place: KeptPlace,
  sessions: readonly unknown[],
): SubjectData {
  const items = sessions.map((item) => ({ where: place.where, item }));
  const own: readonly SubjectPlace[] = items.length === 0 ? [] : [{ place, items }];
  // Other processes have sessions of their own in memory: that stays unseen.
  return { ...found, places: [...own, ...found.places] };
}
