import { statSync } from 'node:fs';
import { join } from 'node:path';
import { visibleText } from '@emas/logging/internal';
import { table, wrapped } from '../table.ts';
import type { FileChange, InitPlan } from './plan.ts';
import { SOFT_MEANING } from './soft-start.ts';

const INDENT = 2;

/** What was done, or would be, and what is left to do by hand. */
export function planText(plan: InitPlan, isDry: boolean): string {
  const { folder, files } = plan;
  const isAll = files.every(({ does }) => does === 'keep');
  const head = isAll
    ? `${visibleText(folder)} is complete: nothing was changed.`
    : `${isDry ? 'Would write into' : 'Written into'} ${visibleText(folder)}:`;
  return [
    `${head}\n`,
    table(
      [{ heading: 'does' }, { heading: 'path' }, { heading: 'note', elastic: true }],
      files.map((change) => [change.does, change.path, noteOf(change)]),
      { indent: INDENT, headings: false },
    ),
    isDry ? files.map((change) => contentOf(change)).join('') : '',
    linesText(plan),
    stepsText(plan),
    readableText(folder),
    isDry ? '\nDry run: nothing was written.\n' : '',
  ].join('');
}

function noteOf({ does, path, secrets }: FileChange): string {
  if (does === 'keep') return path === '.env' || path === '.gitignore' ? 'is complete' : 'is there';
  return secrets
    .map(({ name, from }) => (from === undefined ? name : `${name} of ${from}`))
    .join(', ');
}

/** What would be written, without the secrets: they are made when they are. */
function contentOf({ path, does, text, secrets }: FileChange): string {
  if (does === 'keep') return '';
  const hidden = secrets.reduce(
    (shown, { value, from }) =>
      shown.replaceAll(value, from === undefined ? '(32 random bytes)' : `(of ${from})`),
    text,
  );
  const lines = hidden.trim().split('\n').map(visibleText);
  return `\n${path}:\n${lines.map((line) => `${' '.repeat(INDENT)}${line}`.trimEnd()).join('\n')}\n`;
}

function linesText({ kind, entry, lines }: InitPlan): string {
  if (kind === 'new') return '';
  if (lines.length === 0) return `\n${entry ?? 'The app'} already mounts the suite.\n`;
  const to = entry ?? 'the file that makes the Express app';
  return [
    `\nAdd to ${visibleText(to)}:\n`,
    ...lines.map(({ text, where }) => `  ${text}\n      ${where}\n`),
    wrapped(SOFT_MEANING, 0),
  ].join('');
}

function stepsText({ install, start }: InitPlan): string {
  const before =
    start === 'npm start'
      ? ''
      : "  or read it another way before the app's modules are loaded, import 'dotenv/config' first\n";
  return [
    '\nThen:\n',
    ...install.map((line) => `  ${line}\n`),
    `  ${start}\n${before}`,
    '  emas config check --env-file .env\n',
  ].join('');
}

/** A file that was there keeps its rights, which may be too wide for secrets. */
function readableText(folder: string): string {
  const stats = statSync(join(folder, '.env'), { throwIfNoEntry: false });
  const isOpen = stats !== undefined && process.platform !== 'win32' && (stats.mode & 0o077) !== 0;
  return isOpen ? '\nOther users of this machine may read .env: chmod 600 .env\n' : '';
}
