import { effect } from '@preact/signals';
import { render } from 'preact';
import type { ComponentChildren } from 'preact';
import 'uplot/dist/uPlot.min.css';
import './styles/theme.css';
import './styles/base.css';
import './styles/header.css';
import './styles/totals.css';
import './styles/chart.css';
import './styles/panels.css';
import './styles/dialog.css';
import './styles/states.css';
import './styles/navigation.css';
import './styles/desk.css';
import './styles/incidents.css';
import './styles/actions.css';
import './styles/lines.css';
import './styles/rows.css';
import './styles/errors.css';
import type { PageName } from '../server/traffic-report.ts';
import { developers } from './api/developers.ts';
import type { Source } from './api/figures.ts';
import { showFrom } from './api/figures.ts';
import { keepFresh } from './api/refresh.ts';
import { security } from './api/security.ts';
import { traffic } from './api/traffic.ts';
import { DevelopersPage } from './pages/developers-page.tsx';
import { keepFocus } from './pages/focus.ts';
import { SecurityPage } from './pages/security-page.tsx';
import { TrafficPage } from './pages/traffic-page.tsx';
import { config } from './state/config.ts';
import { followHistory, language, texts } from './state/navigation.ts';

const PAGES: Readonly<
  Record<PageName, { readonly source: Source; readonly Page: () => ComponentChildren }>
> = {
  traffic: { source: traffic, Page: TrafficPage },
  security: { source: security, Page: SecurityPage },
  developers: { source: developers, Page: DevelopersPage },
};

effect(() => {
  document.documentElement.lang = language.value;
  document.title = `${texts.value.pages[config.page]} · ${config.site}`;
});
const { source, Page } = PAGES[config.page];
showFrom(source);
followHistory();
keepFocus();
keepFresh(config.refresh);

const root = document.getElementById('emas-page');
if (root !== null) render(<Page />, root);
