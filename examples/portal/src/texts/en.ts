import type { Texts } from './texts.ts';
import { account } from './en/account.ts';
import { forms } from './en/forms.ts';
import { pages } from './en/pages.ts';
import { privacy } from './en/privacy.ts';
import { shell } from './en/shell.ts';

export const en: Texts = { shell, pages, forms, account, privacy };
