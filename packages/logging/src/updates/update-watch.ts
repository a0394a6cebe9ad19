import { readFileSync } from 'node:fs';
import { errorCode } from '@emas/errors';
import { parseOptions, partOption } from '@emas/options';
import { events } from '@emas/events';
import type { EventBus } from '@emas/events';
import { writeWhole } from '@emas/whole-files';
import { z } from 'zod';
import { lockedPackages } from './lock-file.ts';
import type { PackageVersions } from './lock-file.ts';
import { messageOf } from '../thrown.ts';

/** Options of `watchUpdates()`. */
export interface UpdateWatchOptions {
  /** Version of the app. */
  readonly version: string;
  /** Where the versions of the last start are kept, such as `versions.json` in the log folder. */
  readonly file: string;
  /** The app's `package-lock.json`. Without it, only the app's version and Node's are watched. */
  readonly lockFile?: string;
  /** @default the bus of this process */
  readonly events?: EventBus;
}

interface Versions {
  readonly app: string;
  readonly node: string;
  readonly packages: PackageVersions;
}

const schema = z.strictObject({
  version: z
    .string({ error: "expected the app's version" })
    .min(1, "expected the app's version")
    .max(100),
  file: z.string({ error: 'expected the path of a file' }).min(1, 'expected the path of a file'),
  lockFile: z.string({ error: 'expected the path of package-lock.json' }).optional(),
  events: partOption<EventBus>('emit', 'an event bus').default(events),
});

/**
 * Says what is different from the last start: the app's version, Node's, each package of the lock file.
 * Called once, after `createLogger()`, so that there is a log to say it in.
 *
 * A file that cannot be read or written stops nothing: `updates_unreadable` tells.
 *
 * @throws EmasError `ERR_EMAS_UPDATES_OPTIONS` on a wrong option.
 */
export function watchUpdates(given: UpdateWatchOptions): void {
  const options = parseOptions('watchUpdates', 'ERR_EMAS_UPDATES_OPTIONS', schema, given);
  const { version, file, lockFile, events: bus } = options;
  const attempt = <Result>(path: string, action: () => Result): Result | undefined => {
    try {
      return action();
    } catch (error) {
      bus.emit('updates_unreadable', { file: path, fault: messageOf(error) });
      return undefined;
    }
  };
  const before = attempt(file, () => readVersions(file));
  const packages =
    lockFile === undefined ? undefined : attempt(lockFile, () => lockedPackages(lockFile));
  const now: Versions = {
    app: version,
    node: process.versions.node,
    packages: packages ?? before?.packages ?? {},
  };
  if (before === undefined) {
    const count = Object.keys(now.packages).length;
    bus.emit('versions_recorded', { version, node: now.node, packages: count });
  } else {
    tellChanges(before, now, bus);
  }
  attempt(file, () => writeVersions(file, now));
}

function tellChanges(before: Versions, now: Versions, bus: EventBus): void {
  if (before.app !== now.app) bus.emit('app_updated', { from: before.app, to: now.app });
  if (before.node !== now.node) bus.emit('node_updated', { from: before.node, to: now.node });
  for (const [name, to] of Object.entries(now.packages)) {
    const from = before.packages[name];
    if (from === undefined) bus.emit('package_added', { package: name, to });
    else if (from !== to) bus.emit('package_updated', { package: name, from, to });
  }
  for (const [name, from] of Object.entries(before.packages)) {
    if (!(name in now.packages)) bus.emit('package_removed', { package: name, from });
  }
}

const versionsSchema = z.object({
  app: z.string(),
  node: z.string(),
  packages: z.record(z.string(), z.string()),
});

/** @returns `undefined` at the first start. */
function readVersions(file: string): Versions | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  return versionsSchema.parse(JSON.parse(text));
}

function writeVersions(file: string, versions: Versions): void {
  writeWhole(file, `${JSON.stringify(versions, undefined, 2)}\n`);
}
