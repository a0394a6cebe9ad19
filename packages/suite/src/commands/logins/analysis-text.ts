import { styleText } from 'node:util';
import { visibleText } from '@emas/logging/internal';
import type { Incident, IncidentKind, ReadProgress, Tally } from '@emas/login-guard';
import { amount, counted } from '../amounts.ts';
import { severityMark } from '../severity-mark.ts';
import { table } from '../table.ts';
import { minuteOf } from '../time-text.ts';
import type { Analysis } from './analysis.ts';

const KINDS: Readonly<Record<IncidentKind, string>> = {
  brute_force: 'brute force',
  distributed_guessing: 'guessing from many places',
  spraying: 'spraying',
  stuffing: 'stuffing',
  success_after_failures: 'success after failures',
  impossible_travel: 'impossible travel',
  widespread: 'widespread attack',
};

/**
 * For a terminal: what was read, each incident with its evidence, and how many there are of each kind.
 *
 * @param top Accounts and networks shown of each.
 */
export function analysisText(analysis: Analysis, top: number): string {
  const { incidents, notReplayed } = analysis;
  const texts = incidents.map((incident) => incidentText(incident, top));
  const found =
    incidents.length === 0 ? 'No incidents.\n' : `${texts.join('\n')}\n${summary(incidents)}`;
  return `${headText(analysis)}\n${found}Not replayed: ${notReplayed.join('; ')}.\n`;
}

function headText({ files, lines, attempts, failures, first, last, ...counts }: Analysis): string {
  const head = [
    `${counted(lines, 'line')}, ${counted(attempts, 'attempt')}, ${amount(failures)} failed`,
    `${minuteOf(first)} to ${minuteOf(last)} UTC`,
    ...(counts.notUnderstood > 0
      ? [`${counted(counts.notUnderstood, 'line')} not understood`]
      : []),
  ].join(' · ');
  const samples = files.flatMap((file) => file.samples).slice(0, SHOWN_SAMPLES);
  return [
    head,
    ...samples.map((sample) => `  not understood: ${visibleText(sample)}`),
    ...files.flatMap(remarksOn),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

const SHOWN_SAMPLES = 3;

/** What makes the answer about a file doubtful. */
function remarksOn({ file, lines, attempts, timesBack }: ReadProgress): readonly string[] {
  const name = visibleText(file === '-' ? 'standard input' : file);
  return [
    ...(attempts === 0 ? [`  ${name}: no attempt in ${counted(lines, 'line')}`] : []),
    ...(timesBack > 0
      ? [`  ${name}: time runs back ${counted(timesBack, 'time')}, so its lines are not in order`]
      : []),
  ];
}

function incidentText(incident: Incident, top: number): string {
  const { id, kind, severity, subject, evidence } = incident;
  const { failures, successes, first, last, accounts, prefixes, reasons, entered } = evidence;
  const value = subject.value === '' ? '' : ` ${visibleText(subject.value)}`;
  const what = subject.type === 'pair' ? '' : subject.type;
  const lines = [
    `${severityMark(severity)}  ${styleText('bold', KINDS[kind])}  ${what}${value}  ${styleText('dim', id)}`,
    `        ${minuteOf(first)} to ${minuteOf(last)} UTC · ${amount(failures)} failed, ${amount(successes)} succeeded`,
    listText('account', accounts, top),
    listText('network', prefixes, top),
    listText('reason', reasons, top),
    listText('country', evidence.countries, top),
  ].filter((line) => line !== '');
  if (entered.length > 0) {
    const names = entered.slice(0, top).map(visibleText).join(', ');
    const more = entered.length > top ? ` and ${amount(entered.length - top)} more` : '';
    lines.push(styleText('red', `        ENTERED: ${names}${more}`));
  }
  return `${lines.join('\n')}\n`;
}

const PLURALS = {
  account: 'accounts',
  network: 'networks',
  reason: 'reasons',
  country: 'countries',
} as const;

function listText(
  name: keyof typeof PLURALS,
  { total, atLeast, top: all, rest, unknown }: Tally,
  top: number,
): string {
  if (total === 0) return '';
  const entries = Object.entries(all);
  const others = entries.slice(top).reduce((sum, [, times]) => sum + times, rest);
  // What is not named is counted, so that a line adds up to the attempts.
  const shown = [
    ...entries.slice(0, top).map(([value, times]) => `${visibleText(value)} (${amount(times)})`),
    ...(others === 0 ? [] : [`others (${amount(others)})`]),
    ...(unknown === 0 ? [] : [`unknown (${amount(unknown)})`]),
  ].join(', ');
  const how = atLeast ? `more than ${amount(total)}` : amount(total);
  return `        ${`${how} ${total === 1 ? name : PLURALS[name]}`.padEnd(16)}  ${shown}`;
}

function summary(incidents: readonly Incident[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of incidents) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const rows = [...counts].map(([kind, times]) => [amount(times), kind]);
  const columns = [{ heading: 'count', align: 'right' }, { heading: 'kind' }] as const;
  return `${counted(incidents.length, 'incident')}\n${table(columns, rows, { indent: 2, headings: false })}`;
}
