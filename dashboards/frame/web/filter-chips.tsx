import { texts, view } from './navigation.ts';
import { withoutFilter } from './view.ts';
import { ViewLink } from './view-link.tsx';

/** How a page calls what it is filtered by. */
export interface FilterNames {
  readonly dimension: (dimension: string) => string;
  readonly value: (dimension: string, value: string) => string;
}

/** Of a page that cannot be filtered. */
export const UNFILTERED: FilterNames = {
  dimension: (dimension) => dimension,
  value: (_dimension, value) => value,
};

/** The filters in force, each with its way out. */
export function FilterChips({ names }: { readonly names: FilterNames }) {
  const { filters, filterRemove, filterRemoveAll } = texts.value;
  const now = view.value;
  if (now.filters.length === 0) return null;
  return (
    <nav class="chips" aria-label={filters}>
      <ul>
        {now.filters.map(({ dimension, value }) => {
          const label = names.dimension(dimension);
          const name = names.value(dimension, value);
          return (
            <li key={dimension} class="chip">
              <span>
                {label}: <b>{name}</b>
              </span>
              <ViewLink class="chip-remove" to={withoutFilter(now, dimension)}>
                <span class="visually-hidden">{filterRemove(`${label}: ${name}`)}</span>
                <svg viewBox="0 0 16 16" width="10" height="10" aria-hidden="true">
                  <path d="M3 3l10 10M13 3L3 13" />
                </svg>
              </ViewLink>
            </li>
          );
        })}
        {now.filters.length > 1 && (
          <li>
            <ViewLink class="quiet-link" to={{ ...now, filters: [] }}>
              {filterRemoveAll}
            </ViewLink>
          </li>
        )}
      </ul>
    </nav>
  );
}
