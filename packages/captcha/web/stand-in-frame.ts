/** The stand-in's widget: a box to tick, which proves nothing. */

const query = new URLSearchParams(location.search);
const parentOrigin = query.get('origin') ?? '';
const box = document.querySelector<HTMLInputElement>('input');

async function solve(): Promise<void> {
  const solved = { hostname: new URL(parentOrigin).hostname, action: query.get('action') };
  const answer = await fetch('/stand-in/solve', { method: 'POST', body: JSON.stringify(solved) });
  parent.postMessage(await answer.text(), parentOrigin);
}

box?.addEventListener('change', () => {
  if (!box.checked) return;
  box.disabled = true;
  void solve();
});

window.addEventListener('message', ({ data, origin }) => {
  if (origin !== parentOrigin) return;
  if (data === 'solve') void solve();
  if (data === 'reset' && box !== null) {
    box.checked = false;
    box.disabled = false;
  }
});
