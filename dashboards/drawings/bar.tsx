/** The bar behind a row's name; the figure beside it says the same, so it is hidden from readers. */
export function Bar({ share }: { readonly share: number }) {
  return <span class="bar" style={{ '--share': share.toFixed(4) }} aria-hidden="true" />;
}
