import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FILE = fileURLToPath(new URL('../../../docs/figures/results.json', import.meta.url));

/** What benches found when they were last kept: `{ NAME: { about, versions: { 24: { node, day, rows }, 20: … } } }`. */
export function keptResults() {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

/**
 * Puts what a bench found in the place of what it found before on the same version of Node.
 *
 * @param order All names, as the document has them.
 */
export function keepResult(name, { about }, rows, order) {
  const { node } = process.versions;
  const [major] = node.split('.');
  const day = new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);
  const all = keptResults();
  const versions = { ...all[name]?.versions, [major]: { node, day, rows } };
  all[name] = { about, versions };
  const sorted = order
    .filter((known) => all[known] !== undefined)
    .map((known) => [known, all[known]]);
  writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
}

/** Rows of one bench by what they are about, each with its result by version of Node, the newest first. */
export function comparedRows(byVersion) {
  const versions = Object.keys(byVersion).toSorted((left, right) => right - left);
  const compared = new Map();
  for (const version of versions) {
    for (const row of byVersion[version].rows) {
      const key = `${row.subject}\n${row.against}`;
      if (!compared.has(key)) compared.set(key, { ...row, results: {} });
      compared.get(key).results[version] = row;
    }
  }
  return { versions, rows: [...compared.values()] };
}
