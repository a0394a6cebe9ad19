import type { PageLanguage } from '@emas/page';
import { WORDS, placeText } from '@emas/privacy/internal';
import type { NoticeVersion } from '@emas/privacy/internal';
import { visibleText } from '@emas/logging/internal';
import { minuteOf } from '../time-text.ts';
import type { BreachFacts, ConcernedAccount } from './facts.ts';
import { BREACH_WORDS } from './words.ts';
import type { BreachWords } from './words.ts';

/** What a report is about. */
export interface BreachContent {
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly until: number;
  readonly facts: BreachFacts;
  /** Who answers, and what is kept. */
  readonly notice: NoticeVersion;
}

/** A report for the notification within 72 hours: what is known, and what is still to be written, as Markdown. */
export function breachReport(
  { since, until, facts, notice }: BreachContent,
  language: PageLanguage,
): string {
  const words = BREACH_WORDS[language];
  const { controller, officerEmail } = notice.controller;
  const parts = [
    `# ${words.title(minuteOf(since), minuteOf(until))}`,
    `${words.about(controller)} ${words.contact(officerEmail)}`,
    `## ${words.what}`,
    ...whatHappened(facts, words),
    `## ${words.who}`,
    ...whoIsConcerned(facts.accounts, words),
    `## ${words.data}`,
    words.dataIntro,
    dataOf(notice, language),
    `## ${words.done}`,
    listOf(facts.answers) || words.nothingDone,
    ...(facts.readers.size === 0 ? [] : [words.readers, listOf(facts.readers)]),
    `## ${words.toFill}`,
    words.open.map((one) => `- [ ] ${one}`).join('\n'),
    words.limits,
  ];
  return `${parts.map((part) => part.split('\n').map(visibleText).join('\n')).join('\n\n')}\n`;
}

function whatHappened({ incidents }: BreachFacts, words: BreachWords): string[] {
  if (incidents.length === 0) return [words.noIncident];
  const lines = incidents.map(
    ({ time, kind, severity, subject }) => `- ${minuteOf(time)}  ${kind}, ${severity}: ${subject}`,
  );
  return [words.incidents, lines.join('\n')];
}

function whoIsConcerned(accounts: readonly ConcernedAccount[], words: BreachWords): string[] {
  if (accounts.length === 0) return [words.nobody];
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rows = accounts.map(({ account, first, last, failed, entered, signs, origins }) =>
    row([
      account,
      minuteOf(first),
      minuteOf(last),
      `${failed}, ${entered}`,
      counted(signs),
      counted(origins),
    ]),
  );
  const table = [row(words.heads), row(words.heads.map(() => '---')), ...rows].join('\n');
  const signed = accounts.filter(({ signs }) => signs.size > 0).length;
  return [signed === 0 ? words.nobody : words.concerned(signed), table];
}

function dataOf({ places }: NoticeVersion, language: PageLanguage): string {
  const own = places.filter(({ holds }) => holds.includes('account') || holds.includes('app-data'));
  const texts = own.map((place) => `- ${placeText(place, WORDS[language], language)}`);
  return [...new Set(texts)].join('\n');
}

function listOf(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, count]) => `- ${name}: ${count}`).join('\n');
}

function counted(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, count]) => `${name} (${count})`).join(', ');
}
