import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ReportBreakdown, ReportDimension } from '../contract.ts';
import type { Failure } from '../../../frame/web/failure.ts';
import { download } from '../../../drawings/download.ts';
import { report } from './figures.ts';
import { rowsCsv } from './traffic-csv.ts';
import { formatCount } from '../../../frame/web/numbers.ts';
import { failureWords } from '../../../frame/web/states.tsx';
import { failureTexts } from './empty-cards.tsx';
import { config } from '../../../frame/web/config.ts';
import { query } from '../../../frame/web/navigation.ts';
import { texts } from './texts.ts';
import { BreakdownTable } from './breakdown-table.tsx';
import { detailColumns, isSearchable } from './columns.ts';
import { closeDetails, fetchDetails } from './details.ts';

const TYPING_PAUSE = 250;

/** A list that can be searched and paged through. */
export function DetailsList({ dimension }: { readonly dimension: ReportDimension }) {
  const words = texts.value;
  const search = useSignal('');
  const page = useSignal(1);
  const { breakdown, failure, retry } = useDetails(dimension, search.value, page.value);
  return (
    <>
      {isSearchable(dimension) && (
        <label class="details-search">
          <span class="visually-hidden">{words.search}</span>
          <input
            type="search"
            placeholder={words.search}
            value={search.value}
            onInput={(event) => {
              search.value = event.currentTarget.value;
              page.value = 1;
            }}
          />
        </label>
      )}
      <div class="details-rows" role="region" aria-labelledby="details-title" tabIndex={0}>
        {failure !== null ? (
          <div class="panel-empty" role="alert">
            <p>{failureWords(failure, words, failureTexts()).text}</p>
            <button type="button" class="button" onClick={retry}>
              {words.retry}
            </button>
          </div>
        ) : (
          <Rows dimension={dimension} breakdown={breakdown} term={search.value} />
        )}
      </div>
      {breakdown !== null && breakdown.rows.length > 0 && failure === null && (
        <p class="panel-foot">
          <button
            type="button"
            class="quiet-button"
            onClick={() => downloadRows(dimension, breakdown)}
          >
            {words.downloadRows}
          </button>
        </p>
      )}
      <Paging
        page={page.value}
        more={breakdown?.more === true && failure === null}
        onPage={(next) => (page.value = next)}
      />
    </>
  );
}

function downloadRows(dimension: ReportDimension, { rows }: ReportBreakdown): void {
  const shown = report.peek();
  const days = shown === null ? '' : `-${shown.range.from}-${shown.range.to}`;
  download(`${config.app}-${dimension}${days}.csv`, rowsCsv(dimension, rows));
}

interface RowsProps {
  readonly dimension: ReportDimension;
  readonly breakdown: ReportBreakdown | null;
  readonly term: string;
}

function Rows({ dimension, breakdown, term }: RowsProps) {
  const words = texts.value;
  if (breakdown === null) return <p class="panel-empty">{words.loading}</p>;
  if (breakdown.rows.length === 0 && breakdown.folded === null) {
    return <p class="panel-empty">{term === '' ? words.noRows : words.searchNothing(term)}</p>;
  }
  return (
    <BreakdownTable
      caption={words.tabs[dimension]}
      dimension={dimension}
      breakdown={breakdown}
      columns={detailColumns(breakdown.rows)}
      allVisitors={report.value?.totals.visitors ?? 0}
      smallCells={report.value?.smallCells ?? 0}
      onFilter={closeDetails}
    />
  );
}

interface PagingProps {
  readonly page: number;
  readonly more: boolean;
  readonly onPage: (page: number) => void;
}

function Paging({ page, more, onPage }: PagingProps) {
  const words = texts.value;
  if (page === 1 && !more) return null;
  // Not `disabled`: on the last page that would take the focus away from the person who pressed "Next".
  return (
    <nav class="paging" aria-label={words.paging}>
      <button
        type="button"
        class="button"
        aria-disabled={page === 1}
        onClick={() => page > 1 && onPage(page - 1)}
      >
        {words.pagePrevious}
      </button>
      <span role="status">{words.pageNumber(formatCount(page, words.locale))}</span>
      <button
        type="button"
        class="button"
        aria-disabled={!more}
        onClick={() => more && onPage(page + 1)}
      >
        {words.pageNext}
      </button>
    </nav>
  );
}

interface Details {
  /** The rows shown last stay until new ones come, so that typing does not make the list flicker. */
  readonly breakdown: ReportBreakdown | null;
  readonly failure: Failure | null;
  readonly retry: () => void;
}

function useDetails(dimension: ReportDimension, search: string, page: number): Details {
  const breakdown = useSignal<ReportBreakdown | null>(null);
  const failure = useSignal<Failure | null>(null);
  const tries = useSignal(0);
  const asked = query.value;
  useEffect(() => {
    const controller = new AbortController();
    const load = async (): Promise<void> => {
      try {
        const answer = await fetchDetails(dimension, search.trim(), page, controller.signal);
        if (controller.signal.aborted) return;
        failure.value = answer.failure;
        if (answer.report !== null) breakdown.value = answer.report.breakdown;
      } catch (cause) {
        if (!controller.signal.aborted) throw cause;
      }
    };
    const pause = search === '' ? 0 : TYPING_PAUSE;
    const timer = setTimeout(() => void load(), pause);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [dimension, search, page, asked, tries.value, breakdown, failure]);
  return {
    breakdown: breakdown.value,
    failure: failure.value,
    retry: () => (tries.value += 1),
  };
}
