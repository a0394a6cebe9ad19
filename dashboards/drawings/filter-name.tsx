import { valueName } from '../frame/web/names.ts';
import { ViewLink } from '../frame/web/view-link.tsx';
import { texts, view } from '../frame/web/navigation.ts';
import type { Dimension } from '../frame/web/view.ts';
import { RowName } from './row-name.tsx';
import { hasFilter, isFilterable, withFilter, withoutFilter } from '../frame/web/view.ts';

interface FilterNameProps {
  readonly dimension: Dimension;
  /** As stored. */
  readonly value: string;
  /** When it was chosen as a filter, before the view changes. */
  readonly onFilter?: (() => void) | undefined;
}

/** What a row is about; following it shows only that, once more shows all again. */
export function FilterName({ dimension, value, onFilter }: FilterNameProps) {
  const words = texts.value;
  const name = valueName(dimension, value, words);
  if (!isFilterable(dimension) || value === '') {
    return <RowName name={name} />;
  }
  const filter = { dimension, value };
  const isActive = hasFilter(view.value, filter);
  return (
    <ViewLink
      class="name"
      title={name}
      to={isActive ? withoutFilter(view.value, dimension) : withFilter(view.value, filter)}
      current={isActive}
      {...(onFilter === undefined ? {} : { onFollow: onFilter })}
    >
      {name}
      <span class="visually-hidden">, {isActive ? words.filterActive : words.filterBy}</span>
    </ViewLink>
  );
}
