/** Draws what a bench found: for each row its median, from the least to the most of its rounds, and its budget. */
import { comparedRows } from './results.js';

const WIDTH = 760;
const LEFT = 12;
const RIGHT = WIDTH - 70;
const LINE = 18;
const BAND = 16;
const GAP = 14;
const LETTERS = 100;

const STYLE = `text{font:13px system-ui,sans-serif;fill:#1f2328}.quiet{fill:#59636e}.grid{stroke:#d1d9e0}
.axis{stroke:#59636e}.v0{stroke:#0b5fae;fill:#0b5fae}.v1{stroke:#a5600a;fill:#a5600a}
text.v0,text.v1{stroke:#fff;stroke-width:5px;paint-order:stroke}
.budget{stroke:#1f2328;stroke-dasharray:3 2}@media(prefers-color-scheme:dark){text{fill:#e6edf3}.quiet{fill:#9198a1}
.grid{stroke:#3d444d}.axis{stroke:#9198a1}.v0{stroke:#6cb6ff;fill:#6cb6ff}.v1{stroke:#f0a94c;fill:#f0a94c}
.budget{stroke:#e6edf3}text.v0,text.v1{stroke:#0d1117}}`;

/** @returns SVG for light and dark pages. */
export function plotOf(name, byVersion) {
  const { versions, rows } = comparedRows(byVersion);
  const scale = scaleOf(rows);
  const parts = [];
  let top = LINE * 2;
  for (const row of rows) {
    const drawn = rowAt(top, row, { versions, scale });
    parts.push(drawn.markup);
    top = drawn.bottom + GAP;
  }
  const height = top + LINE * 1.5;
  const title = `${name}: how many times better, by version of Node.js`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}">` +
    `<title>${escaped(title)}</title><style>${STYLE.replaceAll('\n', '')}</style>` +
    `${legend(versions)}${grid(scale, LINE * 1.5, top - GAP / 2)}${parts.join('')}</svg>\n`
  );
}

function rowAt(top, row, { versions, scale }) {
  const lines = wrapped(`${row.subject}, against ${row.against}`);
  const text = lines.map((words, at) => label(LEFT, top + (at + 0.8) * LINE, words));
  let middle = top + lines.length * LINE + BAND / 2;
  const begin = middle - BAND / 2;
  const bands = [];
  for (const [at, version] of versions.entries()) {
    const result = row.results[version];
    if (result === undefined) continue;
    bands.push(band(middle, result.ratio, scale, at));
    middle += BAND;
  }
  const bottom = middle - BAND / 2;
  const { budget } = row;
  const wanted = budget === null ? '' : line('budget', scale.at(budget), begin, bottom);
  return { markup: [...text, wanted, ...bands].join(''), bottom };
}

/** The least, the most, and the median of the rounds. */
function band(y, { min, median, max }, scale, at) {
  const [from, to, middle] = [min, max, median].map((ratio) => scale.at(ratio));
  return (
    `<line class="v${at}" stroke-width="2" x1="${from}" x2="${to}" y1="${y}" y2="${y}"/>` +
    `<circle class="v${at}" cx="${middle}" cy="${y}" r="4"/>` +
    label(Math.max(to, middle) + 8, y + 4, `${median}×`, `v${at}`)
  );
}

function legend(versions) {
  const entries = versions.map((version, at) => {
    const x = LEFT + at * 90;
    return `<circle class="v${at}" cx="${x + 5}" cy="14" r="4"/>${label(x + 14, 18, `Node ${version}`)}`;
  });
  const x = LEFT + versions.length * 90;
  return `${entries.join('')}${line('budget', x + 5, 6, 22)}${label(x + 14, 18, 'at least')}`;
}

function grid(scale, top, bottom) {
  return scale.steps
    .map((step) => {
      const x = scale.at(step);
      const kind = step === 1 ? 'axis' : 'grid';
      return line(kind, x, top, bottom) + label(x - 8, bottom + LINE, `${step}×`, 'quiet');
    })
    .join('');
}

/** Half as good and twice as good are as far from 1. */
function scaleOf(rows) {
  const values = rows.flatMap(({ budget, results }) => [
    1,
    ...(budget === null ? [] : [budget]),
    ...Object.values(results).flatMap(({ ratio }) => [ratio.min, ratio.max]),
  ]);
  const low = Math.log(Math.min(...values) / 1.1);
  const high = Math.log(Math.max(...values) * 1.1);
  const at = (ratio) =>
    Math.round(LEFT + ((Math.log(ratio) - low) / (high - low)) * (RIGHT - LEFT));
  const all = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500];
  return { at, steps: all.filter((step) => Math.log(step) >= low && Math.log(step) <= high) };
}

function wrapped(text) {
  const lines = [''];
  for (const word of text.split(' ')) {
    if (`${lines.at(-1)} ${word}`.length > LETTERS) lines.push('');
    lines[lines.length - 1] = `${lines.at(-1)} ${word}`.trim();
  }
  return lines;
}

function line(kind, x, top, bottom) {
  return `<line class="${kind}" x1="${x}" x2="${x}" y1="${top}" y2="${bottom}"/>`;
}

function label(x, y, text, kind) {
  const mark = kind === undefined ? '' : ` class="${kind}"`;
  return `<text${mark} x="${x}" y="${y}">${escaped(text)}</text>`;
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
