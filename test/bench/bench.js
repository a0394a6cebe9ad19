/** What `npm run bench` runs, on the version of Node that it chose: see README.md. */
import { BENCHES } from './benches.js';
import { writeFigures } from './figures/document.js';
import { keepResult } from './figures/results.js';
import { median } from './median.js';

const flags = process.argv.slice(2).filter((word) => word.startsWith('--'));
const [name] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const json = flags.includes('--json');
const keep = flags.includes('--keep');
const bench = Object.entries(BENCHES).find(([known]) => known === name)?.[1];

if (bench === undefined) {
  const list = Object.entries(BENCHES).map(
    ([known, { about }]) => `  ${known.padEnd(10)} ${about}`,
  );
  const text = `npm run bench -- NAME [--json] [--keep] [--node 20]\n\n${list.join('\n')}\n`;
  if (name !== undefined) process.stderr.write(`There is no bench "${name}".\n\n`);
  (name === undefined ? process.stdout : process.stderr).write(text);
  process.exitCode = name === undefined ? 0 : 1;
} else {
  const tell = (line) => process.stderr.write(`${line}\n`);
  tell(`Node ${process.versions.node}`);
  const rows = (await bench.run(tell)).map((row) => judged(name, row));
  if (json) process.stdout.write(`${JSON.stringify(rows)}\n`);
  else process.stdout.write(table(rows));
  if (keep) {
    keepResult(name, bench, rows, Object.keys(BENCHES));
    writeFigures();
  }
}

/**
 * @param row `{ subject, figure, against, ratios, budget }`: how many times better than `against`, by round; the
 * figure itself where it says more than a ratio.
 */
function judged(benchName, { subject, figure, against, ratios, budget }) {
  const round = (value) => Number(value.toPrecision(3));
  const ratio = {
    min: round(Math.min(...ratios)),
    median: round(median(ratios)),
    max: round(Math.max(...ratios)),
  };
  return {
    bench: benchName,
    node: process.versions.node,
    subject,
    figure,
    against,
    ratio,
    budget,
    ok: budget === null || ratio.median >= budget,
  };
}

function table(rows) {
  const lines = rows.map(({ subject, figure, against, ratio, budget, ok }) => {
    const measured = figure === undefined ? '' : `${figure}, `;
    const figures = `${measured}${ratio.median}× (${ratio.min} to ${ratio.max})`;
    const wanted = budget === null ? '' : `, wanted ${budget}×: ${ok ? 'kept' : 'NOT KEPT'}`;
    return `${subject}\n  against ${against}: ${figures}${wanted}`;
  });
  return `${lines.join('\n')}\n`;
}
