import { ViewLink } from '../frame/web/view-link.tsx';
import { texts, view } from '../frame/web/navigation.ts';
import { config } from '../frame/web/config.ts';
import { RowName } from './row-cells.tsx';
import { hasFilter, withFilter, withoutFilter } from '../frame/web/view.ts';
import type { Filter } from '../frame/web/view.ts';

interface FilterNameProps {
  readonly dimension: string;
  /** As stored. */
  readonly value: string;
  /** As the reader's language says it. */
  readonly name: string;
  /** When it was chosen as a filter, before the view changes. */
  readonly onFilter?: (() => void) | undefined;
  /** Which other filters may hold beside it. @default all */
  readonly mayStay?: (other: Filter) => boolean;
}

/** What a row is about; following it shows only that, once more shows all again. */
export function FilterName({ dimension, value, name, onFilter, mayStay }: FilterNameProps) {
  const words = texts.value;
  if (!config.filters.includes(dimension) || value === '') {
    return <RowName name={name} />;
  }
  const filter = { dimension, value };
  const isActive = hasFilter(view.value, filter);
  return (
    <ViewLink
      class="name"
      title={name}
      to={isActive ? withoutFilter(view.value, dimension) : withFilter(view.value, filter, mayStay)}
      current={isActive}
      {...(onFilter === undefined ? {} : { onFollow: onFilter })}
    >
      {name}
      <span class="visually-hidden">, {isActive ? words.filterActive : words.filterBy}</span>
    </ViewLink>
  );
}
