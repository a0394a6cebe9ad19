import { h } from 'vue';
import './later.css';

export const Later = { render: () => h('p', { class: 'later' }, 'loaded later') };
