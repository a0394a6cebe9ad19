/** `npm run bench -- NAME [--json]`: see README.md. */
import { bytes } from './bytes.js';
import { closing } from './closing.js';
import { consent } from './consent.js';
import { engine } from './engine.js';
import { hardening } from './hardening.js';
import { imports } from './imports.js';
import { logins } from './logins.js';
import { logs } from './logs.js';
import { queries } from './queries.js';
import { record } from './record.js';
import { requests } from './requests.js';
import { session } from './session.js';
import { startup } from './startup.js';
import { writers } from './writers.js';

const BENCHES = {
  requests,
  record,
  import: imports,
  queries,
  bytes,
  closing,
  engine,
  session,
  writers,
  logs,
  logins,
  hardening,
  consent,
  startup,
};

const flags = process.argv.slice(2).filter((word) => word.startsWith('--'));
const [name] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const json = flags.includes('--json');
const bench = Object.entries(BENCHES).find(([known]) => known === name)?.[1];

if (bench === undefined) {
  const list = Object.entries(BENCHES).map(
    ([known, { about }]) => `  ${known.padEnd(10)} ${about}`,
  );
  const text = `npm run bench -- NAME [--json]\n\n${list.join('\n')}\n`;
  if (name !== undefined) process.stderr.write(`There is no bench "${name}".\n\n`);
  (name === undefined ? process.stdout : process.stderr).write(text);
  process.exitCode = name === undefined ? 0 : 1;
} else {
  const tell = (line) => process.stderr.write(`${line}\n`);
  const rows = (await bench.run(tell)).map((row) => judged(name, row));
  if (json) process.stdout.write(`${JSON.stringify(rows)}\n`);
  else process.stdout.write(table(rows));
}

/** @param row `{ subject, against, ratios, budget }`: how many times better than `against`, by round. */
function judged(benchName, { subject, against, ratios, budget }) {
  const sorted = ratios.toSorted((left, right) => left - right);
  const round = (value) => Number(value.toPrecision(3));
  const ratio = {
    min: round(sorted[0]),
    median: round(sorted[Math.floor(sorted.length / 2)]),
    max: round(sorted.at(-1)),
  };
  return {
    bench: benchName,
    subject,
    against,
    ratio,
    budget,
    ok: budget === null || ratio.median >= budget,
  };
}

function table(rows) {
  const lines = rows.map(({ subject, against, ratio, budget, ok }) => {
    const figures = `${ratio.median}× (${ratio.min} to ${ratio.max})`;
    const wanted = budget === null ? '' : `, wanted ${budget}×: ${ok ? 'kept' : 'NOT KEPT'}`;
    return `${subject}\n  against ${against}: ${figures}${wanted}`;
  });
  return `${lines.join('\n')}\n`;
}
