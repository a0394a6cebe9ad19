import '../../../frame/styles/frame.css';
import '../../../drawings/styles/drawings.css';
import '../styles/traffic.css';
import { startPage } from '../../../frame/web/start-page.tsx';
import { traffic } from './figures.ts';
import { TrafficPage } from './traffic-page.tsx';

startPage(traffic, TrafficPage);
