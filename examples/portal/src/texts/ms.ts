import type { Texts } from './texts.ts';
import { account } from './ms/account.ts';
import { forms } from './ms/forms.ts';
import { pages } from './ms/pages.ts';
import { privacy } from './ms/privacy.ts';
import { shell } from './ms/shell.ts';

export const ms: Texts = { shell, pages, forms, account, privacy };
