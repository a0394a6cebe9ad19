/**
 * Shows the form over the page. Without a script it stands in the page: only something that blocks may call
 * itself a dialog.
 */
export function showOver(form: HTMLElement): void {
  const dialog = document.createElement('dialog');
  // Browsers of before 2022.
  if (typeof dialog.showModal !== 'function') return;
  dialog.setAttribute('aria-labelledby', form.getAttribute('aria-labelledby') ?? '');
  dialog.className = 'emas-consent-dialog';
  form.removeAttribute('aria-labelledby');
  form.before(dialog);
  dialog.append(form);
  // Put away undecided: it is asked again on the next page.
  dialog.addEventListener('close', () => dialog.remove());
  dialog.showModal();
  // The browser would put the focus on the first button: who presses Space to scroll would accept all.
  const heading = form.querySelector('h2');
  if (heading === null) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/** Closes it, which gives the focus back to where it was. */
export function putAway(form: HTMLElement): void {
  const dialog = form.closest('dialog');
  dialog?.close();
  (dialog ?? form).remove();
}
