import { config } from './config.ts';
import { language, texts, view } from './navigation.ts';
import { formatView, onPage } from './view.ts';

/**
 * The way to the other pages, with the same days. Plain links: who may see what is decided anew with each
 * page.
 */
export function PageNav() {
  const { pageList } = texts.value;
  if (config.pages.length < 2) return null;
  return (
    <nav class="page-nav" aria-label={pageList}>
      <ul>
        {config.pages.map(({ name: page, title }) => (
          <li key={page}>
            <a
              href={formatView(onPage(view.value, page))}
              aria-current={page === config.page ? 'page' : undefined}
            >
              {title[language.value]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
