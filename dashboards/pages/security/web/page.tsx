import '../../../frame/styles/frame.css';
import '../../../drawings/styles/drawings.css';
import '../styles/security.css';
import { startPage } from '../../../frame/web/start-page.tsx';
import { security } from './figures.ts';
import { SecurityPage } from './security-page.tsx';

startPage(security, SecurityPage);
