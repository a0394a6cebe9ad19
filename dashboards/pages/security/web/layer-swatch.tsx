/** The sign of a layer in the legend, the tooltip and the table's head. */
export function LayerSwatch({ layer }: { readonly layer: number }) {
  return <span class={`swatch is-layer-${layer + 1}`} aria-hidden="true" />;
}
