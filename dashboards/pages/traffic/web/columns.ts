import type { ReportDimension, ReportRow } from '../contract.ts';
import { countText, formatPercent } from '../../../frame/web/numbers.ts';
import type { FigureText } from '../../../frame/web/numbers.ts';

export type Column = 'visitors' | 'visits' | 'views' | 'bounceRate' | 'share';

const PAGE_COLUMNS: readonly Column[] = ['visitors', 'views'];
const ENTRY_COLUMNS: readonly Column[] = ['visitors', 'bounceRate'];
const EXIT_COLUMNS: readonly Column[] = ['visitors', 'visits'];
const SHARE_COLUMNS: readonly Column[] = ['visitors', 'share'];
const DETAIL_COLUMNS: readonly Column[] = ['visitors', 'visits', 'views', 'bounceRate'];

/** What a panel shows beside the names; the first column also sets the bars. */
export function panelColumns(dimension: ReportDimension, rows: readonly ReportRow[]): Column[] {
  return present(preferred(dimension), rows);
}

/** All that is known about the rows, for the dialog, which has the room. */
export function detailColumns(rows: readonly ReportRow[]): Column[] {
  return present(DETAIL_COLUMNS, rows);
}

/**
 * Whether a list can be searched. The server searches what is stored; where the page shows a
 * translation of it, `Singapura` for `SG`, no search would find what the reader sees.
 */
export function isSearchable(dimension: ReportDimension): boolean {
  return !['country', 'channel', 'device'].includes(dimension);
}

/** A cell's figure; null where it cannot be known. Both parts of a share are rounded: it ends at all. */
export function cellValue(row: ReportRow, column: Column, allVisitors: number): number | null {
  if (column !== 'share') return row[column];
  return allVisitors === 0 ? null : Math.min(1, row.visitors / allVisitors);
}

export function cellText(value: number | null, column: Column, locale: string): FigureText {
  if (value === null) return { shown: '–', full: '–' };
  if (column === 'share' || column === 'bounceRate') {
    const text = formatPercent(value, locale);
    return { shown: text, full: text };
  }
  return countText(value, locale);
}

function preferred(dimension: ReportDimension): readonly Column[] {
  switch (dimension) {
    case 'page':
      return PAGE_COLUMNS;
    case 'exit_page':
      return EXIT_COLUMNS;
    case 'device':
    case 'browser':
    case 'os':
    case 'country':
      return SHARE_COLUMNS;
    default:
      return ENTRY_COLUMNS;
  }
}

/** A column of dashes tells nothing: figures that no row has are left out. */
function present(columns: readonly Column[], rows: readonly ReportRow[]): Column[] {
  return columns.filter((column) => rows.some((row) => cellValue(row, column, 1) !== null));
}
