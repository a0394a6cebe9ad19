import type { Signal } from '@preact/signals';
import { texts } from '../frame/web/navigation.ts';

/** Shows a chart's figures as a table, or as the chart again. */
export function TableButton({ asTable }: { readonly asTable: Signal<boolean> }) {
  return (
    <button
      type="button"
      class="quiet-button"
      onClick={() => {
        asTable.value = !asTable.value;
      }}
    >
      {asTable.value ? texts.value.showChart : texts.value.showTable}
    </button>
  );
}
