import { texts } from './navigation.ts';

/**
 * The page's outline before the first figures: nothing jumps when they come.
 *
 * @param panels Their names in style sheets.
 */
export function Skeleton({ panels }: { readonly panels: readonly string[] }) {
  return (
    <div class="skeleton">
      <p class="visually-hidden" role="status">
        {texts.value.loading}
      </p>
      <div class="card" aria-hidden="true">
        <div class="totals">
          {[0, 1, 2, 3, 4, 5].map((one) => (
            <div key={one} class="total">
              <span class="bone is-short" />
              <span class="bone is-tall" />
              <span class="bone is-short" />
            </div>
          ))}
        </div>
        <div class="bone is-chart" />
      </div>
      <div class="panels" aria-hidden="true">
        {panels.map((name) => (
          <div key={name} class={`card panel is-${name}`}>
            <span class="bone is-short" />
            {[90, 72, 60, 45, 38, 30, 22].map((width) => (
              <span key={width} class="bone" style={{ width: `${width}%` }} />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
