import { join, sep } from 'node:path';
import type { Keeping, KeptPlace } from '@emas/data-map';
import { privacy } from '@emas/privacy';
import type { Controller, Privacy } from '@emas/privacy';
import type { Settings } from '../settings/settings.ts';

/** The file of the data folder with what the notice said at the last starts, which `emas privacy` reads. */
export const NOTICE_FILE = 'privacy.json';

/** Those who say what they keep; an app may make more while it runs. */
export type Keepers = Keeping[];

/** What is kept of visitors by all parts that there are by then; `undefined` where the app has a notice elsewhere. */
export function openPrivacy(settings: Settings, keepers: Keepers): Privacy | undefined {
  const { privacy: given, app, data, events, accessLog } = settings;
  if (given === false) return undefined;
  return privacy({
    ...(given ?? nobodyYet(app)),
    keeps: () =>
      keepers
        .flatMap(({ keeps }) => keeps)
        .filter(({ id }) => accessLog !== false || id !== 'log/access')
        .map((place) => below(data, place)),
    file: join(data, NOTICE_FILE),
    events,
  });
}

/** In development: the notice says that it is nobody's yet. */
function nobodyYet(app: string): Controller {
  const email = 'nobody@example.invalid';
  return { controller: app, email, officerEmail: email };
}

/** Where the folder lies is the machine's; the map is the app's. */
function below(data: string, place: KeptPlace): KeptPlace {
  const { kind, where } = place;
  const folder = `${data}${sep}`;
  if (kind !== 'file' || !where.startsWith(folder)) return place;
  return { ...place, where: where.slice(folder.length).replaceAll(sep, '/') };
}
