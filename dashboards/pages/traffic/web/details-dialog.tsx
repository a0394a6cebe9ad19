import { useEffect, useRef } from 'preact/hooks';
import { texts } from './texts.ts';
import { DetailsList } from './details-list.tsx';
import { closeDetails, detailsOf } from './details.ts';

/** One list in full, over the page. The browser keeps the focus inside and gives it back after. */
export function DetailsDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const dimension = detailsOf.value;
  const words = texts.value;
  useEffect(() => {
    if (dimension !== null) dialog.current?.showModal();
    else dialog.current?.close();
  }, [dimension]);
  return (
    <dialog
      class="details"
      ref={dialog}
      aria-labelledby="details-title"
      onClose={closeDetails}
      onClick={(event) => {
        // The dialog's own box has no padding: a click that reaches it was outside, on the backdrop.
        if (event.target === event.currentTarget) closeDetails();
      }}
    >
      {dimension !== null && (
        <div class="details-box">
          <div class="details-head">
            <h2 id="details-title">{words.tabs[dimension]}</h2>
            <button
              type="button"
              class="icon-button"
              aria-label={words.close}
              title={words.close}
              onClick={closeDetails}
            >
              <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
                <path d="M3 3l10 10M13 3L3 13" />
              </svg>
            </button>
          </div>
          <DetailsList key={dimension} dimension={dimension} />
        </div>
      )}
    </dialog>
  );
}
