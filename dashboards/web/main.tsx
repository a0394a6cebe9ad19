import { effect } from '@preact/signals';
import { render } from 'preact';
import 'uplot/dist/uPlot.min.css';
import './styles/theme.css';
import './styles/base.css';
import './styles/header.css';
import './styles/totals.css';
import './styles/chart.css';
import './styles/panels.css';
import './styles/dialog.css';
import './styles/states.css';
import { keepFresh } from './api/refresh.ts';
import { keepFocus } from './pages/focus.ts';
import { TrafficPage } from './pages/traffic-page.tsx';
import { config } from './state/config.ts';
import { followHistory, language, texts } from './state/navigation.ts';

effect(() => {
  document.documentElement.lang = language.value;
  document.title = `${texts.value.pageTitle} · ${config.site}`;
});
followHistory();
keepFocus();
keepFresh(config.refresh);

const root = document.getElementById('emas-traffic');
if (root !== null) render(<TrafficPage />, root);
