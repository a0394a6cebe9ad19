import { descendantsOf } from './processes.js';

const EVERY_MS = 1000;

/**
 * Notes the most memory that each kind of process below one ever held. A process that lives for less than a
 * second may be missed.
 *
 * @param pid The process whose descendants are watched.
 */
export function watchMemory(pid) {
  const peaks = new Map();
  const timer = setInterval(() => {
    for (const { name, peakBytes } of descendantsOf(pid)) {
      if (peakBytes > (peaks.get(name) ?? 0)) peaks.set(name, peakBytes);
    }
  }, EVERY_MS);
  return {
    /** Ends the watch. @returns `[name, bytes]` of each, the largest first. */
    stop() {
      clearInterval(timer);
      return [...peaks].toSorted(([, one], [, other]) => other - one);
    },
  };
}
