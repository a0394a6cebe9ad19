import { valueName } from './names.ts';
import { texts, view } from './navigation.ts';
import { withoutFilter } from './view.ts';
import { ViewLink } from './view-link.tsx';

/** The filters in force, each with its way out. */
export function FilterChips() {
  const { filters, dimensions, filterRemove, filterRemoveAll } = texts.value;
  const now = view.value;
  if (now.filters.length === 0) return null;
  return (
    <nav class="chips" aria-label={filters}>
      <ul>
        {now.filters.map(({ dimension, value }) => {
          const name = valueName(dimension, value, texts.value);
          return (
            <li key={dimension} class="chip">
              <span>
                {dimensions[dimension]}: <b>{name}</b>
              </span>
              <ViewLink class="chip-remove" to={withoutFilter(now, dimension)}>
                <span class="visually-hidden">
                  {filterRemove(`${dimensions[dimension]}: ${name}`)}
                </span>
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
