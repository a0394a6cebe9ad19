import { barShares } from '../../../drawings/bar-shares.ts';
import { RowName, Bar, FigureCell } from '../../../drawings/row-cells.tsx';
import type { ReportBreakdown, ReportDimension, ReportRow } from '../contract.ts';
import { formatCount } from '../../../frame/web/numbers.ts';
import { facts } from './facts.ts';
import { texts } from './texts.ts';
import type { Column } from './columns.ts';
import { cellText, cellValue } from './columns.ts';
import { valueName } from './names.ts';
import { FilterName } from '../../../drawings/filter-name.tsx';

interface BreakdownTableProps {
  readonly caption: string;
  readonly dimension: ReportDimension;
  readonly breakdown: ReportBreakdown;
  readonly columns: readonly Column[];
  /** What a row's share is a share of. */
  readonly allVisitors: number;
  readonly smallCells: number;
  /** When a row was chosen as a filter, before the view changes. */
  readonly onFilter?: () => void;
}

/** Names, their bars and their figures. */
export function BreakdownTable(props: BreakdownTableProps) {
  const { caption, dimension, breakdown, columns, allVisitors } = props;
  const words = texts.value;
  const [first] = columns;
  const bars = barShares(
    breakdown.rows.map((row) => (first === undefined ? null : cellValue(row, first, allVisitors))),
  );
  return (
    <table class="figures has-bars">
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{words.dimensions[dimension]}</th>
          {columns.map((column) => (
            <th key={column} scope="col" class={`is-${column}`}>
              {words.columns[column]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {breakdown.rows.map((row, index) => (
          <Row key={row.value} row={row} share={bars[index] ?? 0} {...props} />
        ))}
        <FoldedRow {...props} />
      </tbody>
    </table>
  );
}

interface RowProps extends BreakdownTableProps {
  readonly row: ReportRow;
  readonly share: number;
}

function Row({ row, share, dimension, columns, allVisitors, onFilter }: RowProps) {
  return (
    <tr>
      <th scope="row">
        <Bar share={share} />
        <FilterName
          dimension={dimension}
          value={row.value}
          name={valueName(dimension, row.value, texts.value)}
          onFilter={onFilter}
          mayStay={(other) => areCombined(dimension, other.dimension)}
        />
      </th>
      {columns.map((column) => {
        const value = cellValue(row, column, allVisitors);
        const text = cellText(value, column, texts.value.locale);
        return <FigureCell key={column} column={column} {...text} />;
      })}
    </tr>
  );
}

/** Rows too small to be shown one by one, so that the figures still add up. */
function FoldedRow({ breakdown, columns, smallCells }: BreakdownTableProps) {
  const { folded } = breakdown;
  if (folded === null) return null;
  const { locale, folded: words } = texts.value;
  const label = words(formatCount(smallCells, locale));
  return (
    <tr class="is-folded">
      <th scope="row">
        <RowName name={label} />
      </th>
      {columns.map((column) => (
        <td key={column} class={`is-${column}`}>
          {cellText(column === 'visitors' ? folded.visitors : null, column, locale).shown}
        </td>
      ))}
    </tr>
  );
}

/** Filters hold alone, but for combinations that the app keeps. */
function areCombined(one: string, other: string): boolean {
  return facts.combine.some((kept) => kept.includes(one) && kept.includes(other));
}
