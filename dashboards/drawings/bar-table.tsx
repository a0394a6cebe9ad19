import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { barShares } from './bar-shares.ts';
import { Bar, FigureCell } from './row-cells.tsx';
import { ShowAllButton } from './show-all-button.tsx';

const ROWS_AT_FIRST = 8;

interface BarCell {
  readonly column?: string;
  readonly shown: string;
  readonly full: string;
}

export interface BarRow {
  readonly key: string;
  /** What the bar is as long as. */
  readonly figure: number;
  readonly name: ComponentChildren;
  readonly cells: readonly BarCell[];
}

interface BarTableProps {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly BarRow[];
  /** Beside the button that shows the rest. */
  readonly foot?: ComponentChildren;
}

/** Names with bars and figures: the first few, and all of them on request. */
export function BarTable({ caption, head, rows, foot }: BarTableProps) {
  const showsAll = useSignal(false);
  const bars = barShares(rows.map(({ figure }) => figure));
  const shown = showsAll.value ? rows : rows.slice(0, ROWS_AT_FIRST);
  const hasMore = rows.length > ROWS_AT_FIRST;
  return (
    <>
      <table class="figures has-bars">
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {head.map((title, index) => (
              <th key={title} scope="col" class={headClass(rows, index)}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ key, name, cells }, index) => (
            <tr key={key}>
              <th scope="row">
                <Bar share={bars[index] ?? 0} />
                {name}
              </th>
              {cells.map((cell, column) => (
                <FigureCell key={column} {...cell} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {(hasMore || foot !== undefined) && (
        <p class="panel-foot">
          {hasMore && <ShowAllButton showsAll={showsAll} count={rows.length} of={caption} />}
          {foot}
        </p>
      )}
    </>
  );
}

/** A heading goes where its figures go, when there is no room for the column. */
function headClass([first]: readonly BarRow[], index: number): string | undefined {
  const column = first?.cells[index - 1]?.column;
  return column === undefined ? undefined : `is-${column}`;
}
