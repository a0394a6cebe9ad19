/**
 * `npm run check:licences`: every package that the lock file names, by licence. Fails on licences that
 * would bind whoever installs the suite, on packages that do not say theirs, and on packages that are
 * refused by name.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Permissive, or binding for their own files only (MPL-2.0); SPDX identifiers. */
const ACCEPTED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-3.0',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** What old packages write instead of an SPDX identifier, after their licence texts were read. */
const OLD_SPELLINGS = new Map([
  ['BSD', 'BSD-2-Clause'],
  ['Apache 2.0', 'Apache-2.0'],
  ['BSD-0-Clause', '0BSD'],
]);

/** What says its licence in a text of its own and not in its manifest; that text was read. */
const READ = new Map([
  // Its Readme.md holds the MIT licence; passport, which the login guard is tested under, needs it.
  ['pause@0.0.1', 'MIT'],
]);

const REFUSED_BY_NAME = [
  { name: 'ua-parser-js', from: 2, reason: '2.x is AGPL or paid: stay on ~1.0.41 (MIT)' },
];

/**
 * Why a package may not be installed.
 *
 * @param entry `{ name, version, licence, production }`; `licence` is '' where none is named.
 * @returns `undefined` where it may.
 */
export function faultOf({ name, version, licence, production }) {
  const refused = REFUSED_BY_NAME.find((one) => one.name === name && majorOf(version) >= one.from);
  if (refused !== undefined) return refused.reason;
  const named = licence === '' ? READ.get(`${name}@${version}`) : licence;
  if (named === undefined) return 'names no licence';
  const verdict = judge(OLD_SPELLINGS.get(named) ?? named);
  if (verdict === 'accepted') return undefined;
  if (verdict === 'lesser') return production ? `${licence} in production` : undefined;
  return verdict === 'copyleft' ? `${licence} is copyleft` : `"${licence}" is not a known licence`;
}

/** From the best to the worst. */
const VERDICTS = ['accepted', 'lesser', 'copyleft', 'unknown'];

/** An SPDX expression: of what OR joins the best side counts, of what AND joins the worst. */
function judge(expression) {
  const tokens = expression.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const verdict = either();
  return at === tokens.length ? verdict : 'unknown';

  function either() {
    let best = both();
    while (isWord('OR')) best = pick(Math.min, best, both());
    return best;
  }

  function both() {
    let worst = one();
    while (isWord('AND')) worst = pick(Math.max, worst, one());
    return worst;
  }

  function one() {
    const token = tokens[at];
    at += 1;
    if (token !== '(') {
      // An exception (GPL-2.0 WITH …) needs somebody to read it.
      return isWord('WITH') ? 'unknown' : judgeIdentifier(token ?? '');
    }
    const inside = either();
    if (tokens[at] !== ')') return 'unknown';
    at += 1;
    return inside;
  }

  function isWord(word) {
    const found = tokens[at]?.toUpperCase() === word;
    if (found) at += 1;
    return found;
  }
}

function judgeIdentifier(identifier) {
  if (ACCEPTED.has(identifier)) return 'accepted';
  if (/^LGPL(?:-|v|$)/i.test(identifier)) return 'lesser';
  return /^(?:AGPL|GPL|SSPL|EUPL|OSL)(?:-|v|$)/i.test(identifier) ? 'copyleft' : 'unknown';
}

function pick(choose, left, right) {
  return VERDICTS[choose(VERDICTS.indexOf(left), VERDICTS.indexOf(right))];
}

function majorOf(version) {
  return Number(/^\d+/.exec(version)?.[0] ?? 0);
}

/**
 * Every package that the lock file names, those for other systems included.
 *
 * @param root Folder of `package-lock.json`.
 */
export function lockedPackages(root) {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path.includes('node_modules/') && entry.link !== true)
    .map(([path, entry]) => ({
      // An alias is installed under another name than its own.
      name: entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version,
      licence: installedLicence(join(root, path)) ?? licenceText(entry.license),
      production: entry.dev !== true,
    }));
}

/** What the package itself says; `undefined` where it is not installed here. */
function installedLicence(folder) {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  const { license, licenses } = JSON.parse(readFileSync(file, 'utf8'));
  return licenceText(license ?? licenses);
}

/** The field as it is now, or as npm had it before SPDX: `{ type }`, or a list to choose from. */
function licenceText(field) {
  if (typeof field === 'string') return field;
  if (Array.isArray(field)) return field.map((one) => licenceText(one)).join(' OR ');
  return field?.type ?? '';
}

/** The counts of each licence, the most frequent first. */
export function renderTable(entries) {
  const counts = new Map();
  for (const { licence, production } of entries) {
    const count = counts.get(licence) ?? { production: 0, development: 0 };
    count[production ? 'production' : 'development'] += 1;
    counts.set(licence, count);
  }
  const row = (name, production, development) =>
    `${name.padEnd(24)}${String(production).padStart(12)}${String(development).padStart(13)}`;
  const sum = (count) => count.production + count.development;
  return [
    row('licence', 'production', 'development'),
    ...[...counts]
      .toSorted(([, left], [, right]) => sum(right) - sum(left))
      .map(([licence, count]) => row(licence || '(none)', count.production, count.development)),
  ].join('\n');
}

function main() {
  const entries = lockedPackages(ROOT);
  process.stdout.write(`${renderTable(entries)}\n`);
  const faults = entries.flatMap((entry) => {
    const fault = faultOf(entry);
    return fault === undefined ? [] : [`${entry.name}@${entry.version}: ${fault}`];
  });
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.stdout.write(`${entries.length} packages, ${faults.length} refused\n`);
  process.exitCode = faults.length === 0 && entries.length > 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
