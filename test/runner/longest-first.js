import { relative, sep } from 'node:path';
import TestSequencer from '@jest/test-sequencer';

/** Folders whose files take longest, so that none of them is begun when all others are done. */
const SLOW = ['test/faults/day', 'test/browser/', 'test/faults/', 'test/promises/', 'examples/'];

/** Starts the slow folders first and long files before short ones: the same order on each machine. */
export default class LongestFirst extends TestSequencer {
  sort(tests) {
    const rank = ({ path, context }) => {
      const file = relative(context.config.rootDir, path).split(sep).join('/');
      const at = SLOW.findIndex((beginning) => file.startsWith(beginning));
      return at === -1 ? SLOW.length : at;
    };
    const size = ({ path, context }) => context.hasteFS.getSize(path) ?? 0;
    return [...tests].toSorted((one, other) => rank(one) - rank(other) || size(other) - size(one));
  }
}
