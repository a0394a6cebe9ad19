/** What a row is about, in full for the pointer where there is no room for it. */
export function RowName({ name }: { readonly name: string }) {
  return (
    <span class="name" title={name}>
      {name}
    </span>
  );
}

/** The bar behind a row's name; the figure beside it says the same, so it is hidden from readers. */
export function Bar({ share }: { readonly share: number }) {
  return <span class="bar" style={{ '--share': share.toFixed(4) }} aria-hidden="true" />;
}

interface FigureCellProps {
  /** As there is room for, `128K`. */
  readonly shown: string;
  /** `128,044`, for the pointer and for screen readers. */
  readonly full: string;
  /** Lets style sheets drop a column where room is short. */
  readonly column?: string;
}

/** A cell whose figure may be shortened without keeping the rest from anyone. */
export function FigureCell({ shown, full, column }: FigureCellProps) {
  const name = column === undefined ? undefined : `is-${column}`;
  if (shown === full) return <td class={name}>{full}</td>;
  return (
    <td class={name} title={full}>
      <span aria-hidden="true">{shown}</span>
      <span class="visually-hidden">{full}</span>
    </td>
  );
}
