import type { PageLanguage } from '@emas/page';
import escapeHtml from 'escape-html';
import { WORDS } from '../words/words.ts';
import { fieldNames } from './explicit-consent.ts';
import type { ExplicitConsent, ExplicitProblem } from './explicit-consent.ts';

/** A part for a form of the app: unticked, apart from all else that the form asks. */
export function explicitMarkup(
  { id, name, notice, text, guardian = true }: ExplicitConsent,
  drawing: {
    readonly language: PageLanguage;
    readonly policy: string;
    readonly problem?: ExplicitProblem | undefined;
    readonly sent?: unknown;
  },
): string {
  const { language, policy, problem, sent } = drawing;
  const fields = fieldNames(id);
  const texts = WORDS[language].explicit;
  const before = (field: string): unknown => Reflect.get(Object(sent), field);
  const problemId = `${fields.box}.problem`;
  // An agreement is given anew each time, and nothing is ticked beforehand.
  const isToTickAgain = before(fields.box) === 'yes' && problem !== 'moved';
  const told = [
    ...(problem === undefined ? [] : [texts.problems[problem]]),
    ...(isToTickAgain ? [texts.tickAgain] : []),
  ];
  const described = told.length === 0 ? '' : ` aria-describedby="${problemId}"`;
  const boxIsWrong = problem === 'not-ticked' || problem === 'moved';
  const who = (value: 'self' | 'guardian'): string => {
    const checked = before(fields.by) === value ? ' checked' : '';
    return `<label><input type="radio" id="${fields.by}.${value}" name="${fields.by}" value="${value}"${checked}> ${texts[value]}</label>`;
  };
  return [
    `<fieldset class="emas-consent-explicit" lang="${language}"${described}>`,
    `<legend>${escapeHtml(name[language])}</legend>`,
    told.length === 0
      ? ''
      : `<p class="emas-consent-problem" id="${problemId}" role="alert">${told.join(' ')}</p>`,
    `<p>${escapeHtml(notice[language])}</p>`,
    hidden(fields.policy, policy),
    hidden(fields.language, language),
    `<label><input type="checkbox" id="${fields.box}" name="${fields.box}" value="yes"${boxIsWrong ? ' aria-invalid="true"' : ''}> ${escapeHtml(text[language])}</label>`,
    guardian
      ? `<fieldset><legend>${texts.who}</legend>${who('self')}${who('guardian')}</fieldset>`
      : '',
    '</fieldset>',
  ].join('');
}

function hidden(name: string, value: string): string {
  return `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`;
}
