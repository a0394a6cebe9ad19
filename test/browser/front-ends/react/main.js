import { createElement, lazy, Suspense, useState } from 'react';
import { createRoot } from 'react-dom/client';
import './main.css';

const Later = lazy(async () => ({ default: (await import('./later.js')).Later }));

function App() {
  const [count, setCount] = useState(0);
  return createElement(
    'main',
    { style: { paddingTop: '7px' } },
    createElement('button', { onClick: () => setCount(count + 1) }, `pressed ${count}`),
    count > 1 && createElement(Suspense, { fallback: null }, createElement(Later)),
  );
}

createRoot(document.querySelector('#app')).render(createElement(App));
