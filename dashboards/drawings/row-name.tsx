/** What a row is about, in full for the pointer where there is no room for it. */
export function RowName({ name }: { readonly name: string }) {
  return (
    <span class="name" title={name}>
      {name}
    </span>
  );
}
