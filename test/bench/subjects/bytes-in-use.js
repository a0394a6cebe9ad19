import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes that this process uses once everything unused is collected. */
export function bytesInUse() {
  setFlagsFromString('--expose_gc');
  const collect = runInNewContext('gc');
  // What the first finds to be unused may hold what the second does.
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
