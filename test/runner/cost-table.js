/** What a run of the tests cost, for people. */

/** Where the costs of each test file are noted, a JSON object a line, in the folder of a run. */
export const COSTS_FILE = 'emas-test-costs.jsonl';

const SHOWN = 15;
const COLUMNS = [
  ['wall s', (cost) => seconds(cost.wallMs)],
  ['CPU s', (cost) => seconds(cost.ownCpuMs + cost.childCpuMs)],
  ['of children', (cost) => seconds(cost.childCpuMs)],
  ['MB kept', (cost) => megabytes(cost.grownBytes)],
];

/**
 * The files that took longest, and the sum of all: time by the clock, time of processors (of the file and
 * of the processes that it started and saw ending), and memory that its process holds after it and did not
 * before, which garbage collection makes a rough figure.
 *
 * @param costs One object a file, as the test environment notes them.
 * @param peaks The most memory of each kind of process, as `[name, bytes]`.
 * @param minutes Of the whole run, by the clock.
 */
export function costTable(costs, peaks, minutes) {
  const slowest = costs.toSorted((one, other) => other.wallMs - one.wallMs).slice(0, SHOWN);
  const sum = costs.reduce(added, { wallMs: 0, ownCpuMs: 0, childCpuMs: 0, grownBytes: 0 });
  const rows = [
    row(
      COLUMNS.map(([heading]) => heading),
      'file',
    ),
    ...slowest.map((cost) => row(cells(cost), cost.file)),
    row(cells(sum), `all ${costs.length} files, one after the other`),
  ];
  const largest = peaks
    .slice(0, 4)
    .map(([name, bytes]) => `${name} ${megabytes(bytes)} MB`)
    .join(', ');
  return [
    `The ${slowest.length} slowest test files:`,
    ...rows,
    `The run took ${minutes.toFixed(1)} minutes on Node ${process.versions.node}. Largest processes: ${largest || 'not known here'}.`,
  ].join('\n');
}

function cells(cost) {
  return COLUMNS.map(([, value]) => value(cost));
}

function row(values, last) {
  const padded = values.map((value, at) => value.padStart(COLUMNS[at][0].length));
  return `  ${padded.join('  ')}  ${last}`;
}

function added(sum, cost) {
  const pairs = Object.entries(sum).map(([name, value]) => [name, value + cost[name]]);
  return Object.fromEntries(pairs);
}

function seconds(milliseconds) {
  return (milliseconds / 1000).toFixed(1);
}

function megabytes(bytes) {
  return String(Math.round(bytes / 1_000_000));
}
