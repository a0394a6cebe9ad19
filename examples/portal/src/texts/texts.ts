import type { account } from './en/account.ts';
import type { forms } from './en/forms.ts';
import type { pages } from './en/pages.ts';
import type { privacy } from './en/privacy.ts';
import type { shell } from './en/shell.ts';

/** Everything the portal says. English gives the shape; a text that Malay lacks does not compile. */
export interface Texts {
  readonly shell: typeof shell;
  readonly pages: typeof pages;
  readonly forms: typeof forms;
  readonly account: typeof account;
  readonly privacy: typeof privacy;
}
