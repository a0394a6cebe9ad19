import { failureTexts } from './failure-texts.ts';
import { useSignal } from '@preact/signals';
import type { TargetedSubmitEvent } from 'preact';
import type { LinesReport, SecurityReport } from '../contract.ts';
import type { Failure } from '../../../frame/web/failure.ts';
import { formText } from '../../../frame/web/form-text.ts';
import { formatCount } from '../../../frame/web/numbers.ts';
import { linesCsv } from './security-csv.ts';
import { failureWords } from '../../../frame/web/states.tsx';
import { CsvButton } from '../../../drawings/csv-button.tsx';
import { view } from '../../../frame/web/navigation.ts';
import { texts } from './texts.ts';
import { LogLines } from './log-lines.tsx';
import { FIRST_LINES, LEVELS, nextLimit } from './log-question.ts';
import type { LogQuestion } from './log-question.ts';
import { useLines } from './use-lines.ts';
import type { FoundLines } from './use-lines.ts';

/** A search in the log's lines, by the same days and filters as the rest of the page. */
export function LogCard({ report }: { readonly report: SecurityReport }) {
  const words = texts.value;
  const { log, logHint, logNoLog, logNoCountry } = words.security;
  const question = useSignal<LogQuestion | null>(null);
  const found = useLines(question.value);
  const hasCountry = view.value.filters.some(({ dimension }) => dimension === 'country');
  return (
    <section class="card block is-log" aria-labelledby="log-title">
      <h2 id="log-title" class="panel-title">
        {log}
      </h2>
      {report.hasLog ? (
        <>
          <p class="soft">{logHint}</p>
          <SearchForm asked={question.value} onSearch={(asked) => (question.value = asked)} />
          {hasCountry && <p class="notice-line">{logNoCountry}</p>}
          <Found
            found={found}
            question={question.value}
            report={report}
            onAsk={(asked) => (question.value = asked)}
          />
        </>
      ) : (
        <p class="soft">{logNoLog}</p>
      )}
    </section>
  );
}

interface SearchFormProps {
  /** What was asked last, by the form or by following a line. */
  readonly asked: LogQuestion | null;
  readonly onSearch: (question: LogQuestion) => void;
}

function SearchForm({ asked, onSearch }: SearchFormProps) {
  const words = texts.value;
  const { log, logText, logEvent, logEventHint, logLevel, levels, logSearch } = words.security;
  const search = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    onSearch({
      text: formText(fields, 'text'),
      event: formText(fields, 'event'),
      level: formText(fields, 'level'),
      limit: FIRST_LINES,
    });
  };
  return (
    <form class="log-search" role="search" aria-label={log} onSubmit={search}>
      <label class="is-grown">
        <span>{logText}</span>
        <input type="search" name="text" maxLength={200} value={asked?.text ?? ''} />
      </label>
      <label class="is-grown">
        <span>
          {logEvent} <span class="soft">({logEventHint})</span>
        </span>
        <input
          type="text"
          name="event"
          value={asked?.event ?? ''}
          maxLength={200}
          autocapitalize="none"
          autocomplete="off"
          spellcheck={false}
        />
      </label>
      <label>
        <span>{logLevel}</span>
        <select name="level" value={asked?.level ?? ''}>
          {LEVELS.map((level) => (
            <option key={level} value={level}>
              {levels[level] ?? level}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="button is-primary">
        {logSearch}
      </button>
    </form>
  );
}

interface FoundProps {
  readonly found: FoundLines;
  readonly question: LogQuestion | null;
  readonly report: SecurityReport;
  readonly onAsk: (question: LogQuestion) => void;
}

function Found({ found, question, report, onAsk }: FoundProps) {
  const words = texts.value;
  const { lines, failure, isBusy } = found;
  const shown = failure === null && question !== null ? lines : null;
  return (
    <div class="log-found" aria-busy={isBusy}>
      <p role="status" class="log-status">
        {statusWords(found, question !== null)}
      </p>
      <p class="form-error" role="alert">
        {failure !== null && !isBusy && faultWords(failure)}
      </p>
      {shown?.complete === false && <p class="notice-line">{words.security.logIncomplete}</p>}
      {shown !== null && shown.lines.length > 0 && question !== null && (
        <>
          <LogLines
            lines={shown.lines}
            timeZone={report.range.timeZone}
            onFollow={(text) => onAsk({ text, event: '', level: '', limit: FIRST_LINES })}
          />
          <Foot shown={shown} question={question} report={report} onMore={onAsk} />
        </>
      )}
    </div>
  );
}

interface FootProps {
  readonly shown: LinesReport;
  readonly question: LogQuestion;
  readonly report: SecurityReport;
  readonly onMore: (question: LogQuestion) => void;
}

function Foot({ shown: { lines, matched }, question, report, onMore }: FootProps) {
  const { log, logMore } = texts.value.security;
  const limit = nextLimit(lines.length, matched, question.limit);
  return (
    <p class="panel-foot">
      {limit !== null && (
        <button type="button" class="quiet-button" onClick={() => onMore({ ...question, limit })}>
          {logMore}
        </button>
      )}
      <CsvButton of={log} name="log" range={report.range} text={() => linesCsv(lines)} />
    </p>
  );
}

function faultWords(failure: Failure): string {
  const words = texts.value;
  return failure.kind === 'query'
    ? words.security.logNotUnderstood
    : failureWords(failure, words, failureTexts()).text;
}

function statusWords({ lines, failure, isBusy }: FoundLines, isAsked: boolean): string {
  const { security, locale } = texts.value;
  if (!isAsked) return security.logNotStarted;
  if (isBusy) return security.logSearching;
  if (lines === null || failure !== null) return '';
  if (lines.matched === 0) return security.logNone;
  return security.logFound(
    formatCount(lines.lines.length, locale),
    formatCount(lines.matched, locale),
  );
}
