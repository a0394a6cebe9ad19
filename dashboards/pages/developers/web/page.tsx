import '../../../frame/styles/frame.css';
import '../../../drawings/styles/drawings.css';
import '../styles/developers.css';
import { startPage } from '../../../frame/web/start-page.tsx';
import { developers } from './figures.ts';
import { DevelopersPage } from './developers-page.tsx';

startPage(developers, DevelopersPage);
