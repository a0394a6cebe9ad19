import { effect } from '@preact/signals';
import { render } from 'preact';
import type { ComponentChildren } from 'preact';
import 'uplot/dist/uPlot.min.css';
import './frame/styles/theme.css';
import './frame/styles/base.css';
import './frame/styles/header.css';
import './drawings/styles/totals.css';
import './drawings/styles/chart.css';
import './drawings/styles/panels.css';
import './pages/traffic/styles/dialog.css';
import './frame/styles/states.css';
import './frame/styles/navigation.css';
import './drawings/styles/desk.css';
import './pages/security/styles/incidents.css';
import './pages/security/styles/actions.css';
import './pages/security/styles/lines.css';
import './drawings/styles/rows.css';
import './pages/developers/styles/errors.css';
import type { PageName } from './pages/traffic/contract.ts';
import { developers } from './pages/developers/web/figures.ts';
import type { Source } from './frame/web/figures.ts';
import { showFrom } from './frame/web/figures.ts';
import { keepFresh } from './frame/web/refresh.ts';
import { security } from './pages/security/web/figures.ts';
import { traffic } from './pages/traffic/web/figures.ts';
import { DevelopersPage } from './pages/developers/web/developers-page.tsx';
import { keepFocus } from './frame/web/focus.ts';
import { SecurityPage } from './pages/security/web/security-page.tsx';
import { TrafficPage } from './pages/traffic/web/traffic-page.tsx';
import { config } from './frame/web/config.ts';
import { followHistory, language, texts } from './frame/web/navigation.ts';

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
