import { createElement } from 'react';
import './later.css';

export function Later() {
  return createElement('p', { className: 'later' }, 'loaded later');
}
