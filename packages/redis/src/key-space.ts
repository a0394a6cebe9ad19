/** Whose keys they are. */
export interface KeyOwner {
  /** What all keys of the suite begin with, `emas:`. */
  readonly prefix: string;
  /** Name of the app. */
  readonly app: string;
  /** The part that keeps them: `session`, `login`, `limit`. */
  readonly part: string;
}

/**
 * What the keys of one part of one app begin with, `emas:portal:session:`. Two apps on one Redis, and two
 * parts of an app, never meet.
 */
export function keySpace({ prefix, app, part }: KeyOwner): string {
  return `${prefix}${app}:${part}:`;
}

/** The same for keys that one script takes together: on a cluster they lie in one slot. */
export function keySlot({ prefix, app, part }: KeyOwner): string {
  return `${prefix}{${app}:${part}}:`;
}
