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
  const { privacy: given, app, data, events } = settings;
  if (given === false) return undefined;
  return privacy({
    ...(given ?? nobodyYet(app)),
    keeps: () => keepers.flatMap(({ keeps }) => keeps).flatMap((place) => asSet(place, settings)),
    file: join(data, NOTICE_FILE),
    app,
    events,
  });
}

/** In development: the notice says that it is nobody's yet. */
function nobodyYet(app: string): Controller {
  const email = 'nobody@example.invalid';
  return { controller: app, email, officerEmail: email };
}

/** What one part says of itself, and another setting decides. */
function asSet(place: KeptPlace, { accessLog, logins, data }: Settings): readonly KeptPlace[] {
  if (place.id === 'log/access') {
    if (accessLog === false) return [];
    const isShort = typeof accessLog === 'object' && accessLog.signedInOnly === true;
    const short = ['page', 'session', 'account', 'moment'] as const;
    return [below(data, isShort ? { ...place, holds: short } : place)];
  }
  const { ipv4 = 24, ipv6 = 48 } = logins.network ?? {};
  const isOfNetwork = place.id.startsWith('login-review/') && place.holds.includes('network');
  const isNarrow = isOfNetwork && (ipv4 > 24 || ipv6 > 48);
  return [below(data, isNarrow ? { ...place, holds: [...place.holds, 'address'] } : place)];
}

/** Where the folder lies is the machine's; the map is the app's. */
function below(data: string, place: KeptPlace): KeptPlace {
  const { kind, where } = place;
  const folder = `${data}${sep}`;
  if (kind !== 'file' || !where.startsWith(folder)) return place;
  return { ...place, where: where.slice(folder.length).replaceAll(sep, '/') };
}
