import './nonce.js';

const button = document.createElement('button');
let count = 0;
button.textContent = 'pressed 0';
button.addEventListener('click', async () => {
  count += 1;
  button.textContent = `pressed ${count}`;
  if (count < 2) return;
  const { later } = await import('./later.js');
  later(document.querySelector('#app'));
});
document.querySelector('#app').append(button);
