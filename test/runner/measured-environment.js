import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { TestEnvironment } from 'jest-environment-node';
import { COSTS_FILE } from './cost-table.js';
import { endLeftovers, marked, STARTED_BY } from './leftovers.js';
import { descendantsOf } from './processes.js';

/**
 * Jest's environment for Node, which also notes what each test file costs, and which processes it left
 * behind; those are ended.
 */
export default class MeasuredEnvironment extends TestEnvironment {
  #file;
  #notes;
  #mark;
  #before = readings();

  constructor(config, context) {
    const { rootDir } = config.projectConfig;
    const file = relative(rootDir, context.testPath);
    // The folder for temporary files is the run's own, so its name tells one run from another.
    const mark = `${tmpdir()} ${file}`;
    // Before the test gets its copy of the environment, which it hands to what it starts.
    process.env[STARTED_BY] = mark;
    super(config, context);
    this.#file = file;
    this.#mark = mark;
    this.#notes = join(tmpdir(), COSTS_FILE);
  }

  async teardown() {
    await super.teardown();
    // A worker has no children but those of its test; those of children are known by the mark.
    const left = await endLeftovers(() => [
      ...descendantsOf(process.pid),
      ...marked((mark) => mark === this.#mark, ''),
    ]);
    const after = readings();
    const line = {
      file: this.#file,
      left,
      wallMs: after.wallMs - this.#before.wallMs,
      ownCpuMs: after.ownCpuMs - this.#before.ownCpuMs,
      childCpuMs: after.childCpuMs - this.#before.childCpuMs,
      grownBytes: after.residentBytes - this.#before.residentBytes,
    };
    appendFileSync(this.#notes, `${JSON.stringify(line)}\n`);
  }
}

function readings() {
  const { user, system } = process.cpuUsage();
  return {
    wallMs: performance.now(),
    ownCpuMs: (user + system) / 1000,
    childCpuMs: childCpuMs(),
    residentBytes: process.memoryUsage.rss(),
  };
}

/** The time of all processes that this one started and saw ending, as Linux counts it in hundredths. */
function childCpuMs() {
  const file = '/proc/self/stat';
  if (!existsSync(file)) return 0;
  const [, fields = ''] = readFileSync(file, 'utf8').split(') ');
  const [user, system] = fields.split(' ').slice(13, 15);
  return (Number(user) + Number(system)) * 10;
}
