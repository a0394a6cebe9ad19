import { isPathBelow } from '@emas/request-context/internal';
import { z } from 'zod';

export const DEFAULT_BODY_BYTES = 1_048_576;
const BYTES_WANTED = 'expected bytes from 1024 to 1073741824, or an object of paths and bytes';
const PATH_WANTED = "expected paths such as '/claims/receipts'";

const bytes = z
  .int({ error: BYTES_WANTED })
  .min(1024, BYTES_WANTED)
  .max(1_073_741_824, BYTES_WANTED);

/** One bound for all paths, or bounds by path. */
export const bodyBytes: z.ZodType<number | Readonly<Record<string, number>>> = z.union(
  [bytes, z.record(z.string().regex(/^\/[\w./~%-]{0,200}$/, PATH_WANTED), bytes)],
  { error: BYTES_WANTED },
);

/** How long a body may be, by the path that it is sent to. */
export interface BodyBounds {
  /** Of all other paths. */
  readonly standard: number;
  /** Those that have a bound of their own, the longest first. */
  readonly byPath: readonly (readonly [path: string, bytes: number])[];
}

export function bodyBounds(given: number | Readonly<Record<string, number>>): BodyBounds {
  if (typeof given === 'number') return { standard: given, byPath: [] };
  const { '/': standard = DEFAULT_BODY_BYTES, ...paths } = given;
  // Express finds a route in whichever case it is asked for.
  const byPath = Object.entries(paths)
    .map(([path, most]) => [path.toLowerCase(), most] as const)
    .toSorted(([one], [other]) => other.length - one.length);
  return { standard, byPath };
}

/** @returns Bytes. */
export function mostBodyBytes({ standard, byPath }: BodyBounds, path: string): number {
  if (byPath.length === 0) return standard;
  const plain = path.toLowerCase();
  return byPath.find(([folder]) => isPathBelow(plain, folder))?.[1] ?? standard;
}
