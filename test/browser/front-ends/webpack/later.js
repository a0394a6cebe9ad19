export function later(place) {
  const text = document.createElement('p');
  text.className = 'later';
  text.textContent = 'loaded later';
  place.append(text);
}
