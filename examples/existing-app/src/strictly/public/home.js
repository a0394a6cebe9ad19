document.querySelector('#today').textContent = new Date().toDateString();
io().on('hello', (user) => {
  document.querySelector('#live').textContent = user;
});
addEventListener('load', () => {
  document.title = 'Clinic, open';
});
