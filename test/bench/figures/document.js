/** The tables and plots of `docs/figures.md`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { plotOf } from './plot.js';
import { comparedRows, keptResults } from './results.js';

const DOCS = fileURLToPath(new URL('../../../docs/', import.meta.url));
const DOCUMENT = `${DOCS}figures.md`;
const BEGIN = '<!-- Written by `npm run bench -- NAME --keep`. -->';
const END = '<!-- End of what is written. -->';

/** By path in `docs`: all that is made of the kept results. */
export function figureFiles() {
  const results = Object.entries(keptResults());
  const plots = results.map(([name, { versions }]) => [
    `figures/${name}.svg`,
    plotOf(name, versions),
  ]);
  const sections = results.map(([name, { about, versions }]) => section(name, about, versions));
  const document = readFileSync(DOCUMENT, 'utf8');
  const [before] = document.split(BEGIN);
  const [, after] = document.split(END);
  const written = `${before}${BEGIN}\n\n${sections.join('\n\n')}\n\n${END}${after}`;
  return Object.fromEntries([...plots, ['figures.md', written]]);
}

export function writeFigures() {
  for (const [path, text] of Object.entries(figureFiles())) writeFileSync(`${DOCS}${path}`, text);
}

function section(name, about, byVersion) {
  const { versions, rows } = comparedRows(byVersion);
  const columns = ['what', 'against', ...versions.map((version) => `Node ${version}`), 'at least'];
  const lines = rows.map((row) => [
    row.subject,
    row.against,
    ...versions.map((version) => figureOf(row.results[version])),
    row.budget === null ? '' : String(row.budget),
  ]);
  const days = versions.map((version) => `${byVersion[version].node} on ${byVersion[version].day}`);
  return [
    `## ${name}`,
    `${about[0].toUpperCase()}${about.slice(1)}: \`npm run bench -- ${name}\` (${days.join(', ')}).`,
    `![${name}: medians and ranges, also in the table below](figures/${name}.svg)`,
    [columns, columns.map(() => '---'), ...lines]
      .map((cells) => `| ${cells.join(' | ')} |`)
      .join('\n'),
  ].join('\n\n');
}

function figureOf(row) {
  if (row === undefined) return '';
  const { min, median, max } = row.ratio;
  const range = min === max ? '' : ` (${min} to ${max})`;
  const figure = row.figure === undefined ? '' : `${row.figure}: `;
  return `${figure}${median}${range}`;
}
