/** What the time of this process goes to, by V8's own profile. */
import { Session } from 'node:inspector/promises';

const EVERY_US = 500;

export class Profile {
  #session = new Session();
  #before;

  async begin() {
    this.#session.connect();
    await this.#session.post('Profiler.enable');
    await this.#session.post('Profiler.setSamplingInterval', { interval: EVERY_US });
    await this.#session.post('Profiler.start');
    this.#before = performance.eventLoopUtilization();
    return {};
  }

  /** @returns `{ [file]: microseconds }`, what V8 itself does by its names, such as `(garbage collector)`. */
  async end() {
    const { active } = performance.eventLoopUtilization(this.#before);
    const { profile } = await this.#session.post('Profiler.stop');
    this.#session.disconnect();
    const { '(idle)': _, ...times } = timeByFile(profile);
    // To V8 the whole turn to the system is idle, in which what came is read; the event loop knows when it waited.
    const told = Object.values(times).reduce((sum, time) => sum + time, 0);
    return { ...times, '(reading)': Math.max(0, active * 1000 - told) };
  }
}

/** What is done for a caller is its caller's: by Node.js, and by what several parts use. */
const LENT = /^$|^node:|\/packages\/(?:random-ids|addresses|page)\//;

function timeByFile({ nodes, samples, timeDeltas }) {
  const callers = new Map(nodes.flatMap((node) => (node.children ?? []).map((id) => [id, node])));
  const files = new Map(nodes.map((node) => [node.id, fileOf(node, callers)]));
  const times = {};
  for (const [at, id] of samples.entries()) {
    const file = files.get(id);
    times[file] = (times[file] ?? 0) + timeDeltas[at];
  }
  return times;
}

function fileOf(node, callers) {
  for (let at = node; at !== undefined; at = callers.get(at.id)) {
    const { functionName, url } = at.callFrame;
    if (!LENT.test(url)) return url;
    // V8's own, and what Node.js does by itself.
    if (functionName.startsWith('(')) return functionName;
  }
  return '';
}
