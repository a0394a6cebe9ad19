import type { PageLanguage } from '@emas/page';
import escapeHtml from 'escape-html';
import type { Remember } from '../choice/decision.ts';
import { countryName } from '@emas/page';
import { WORDS } from '../words/words.ts';
import type { Registry } from '../registry/registry.ts';

/**
 * What is kept in the visitor's browser: of whom, for what, how long.
 *
 * @param own The cookie that keeps the choice.
 */
export function cookieTable(
  registry: Registry,
  language: PageLanguage,
  own: { readonly name: string; readonly remember: Remember },
): string {
  const texts = WORDS[language].notice;
  const rows = registry.purposes.flatMap((purpose) =>
    purpose.services.flatMap((service) => {
      const { cookies = [], storage = [], name } = service;
      const common = [`${name}: ${purpose.name[language]}`];
      return [
        ...cookies.map((item) => ({ item, kind: texts.cookie, common })),
        ...storage.map((item) => ({ item, kind: texts.storage, common })),
      ];
    }),
  );
  const cells = [
    ...rows.map(({ item, kind, common }) => [
      item.name,
      kind,
      ...common,
      item.description[language],
      item.retention[language],
    ]),
    [own.name, texts.cookie, texts.ownPurpose, texts.own, texts.ownRetention(own.remember)],
  ];
  const { name, kind, what, purpose, kept } = texts.heads;
  return table(texts.cookieCaption, [name, kind, purpose, what, kept], cells, language);
}

/** Who else gets to know something (PDPA 2010, s 44): everybody that runs a service of the site. */
export function thirdPartyTable(registry: Registry, language: PageLanguage): string {
  const texts = WORDS[language].notice;
  const cells = registry.purposes.flatMap((purpose) =>
    purpose.services.map(({ provider, description, retention, healthData }) => [
      provider.name,
      countryName(provider.country, language),
      purpose.name[language],
      `${description[language]}${healthData ? ` ${texts.healthData}` : ''}`,
      retention[language],
    ]),
  );
  const { provider, country, purpose, what, kept } = texts.heads;
  return table(texts.thirdPartyCaption, [provider, country, purpose, what, kept], cells, language);
}

/** Narrow screens show it as a list, by styles that take its meaning away: the roles give it back. */
function table(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  language: PageLanguage,
): string {
  const head = heads.map((text) => `<th scope="col" role="columnheader">${escapeHtml(text)}</th>`);
  const body = rows.map(([first = '', ...others]) => {
    const cells = others.map((text, index) => {
      const label = escapeHtml(heads[index + 1] ?? '');
      return `<td role="cell" data-label="${label}">${escapeHtml(text)}</td>`;
    });
    const name = `<th scope="row" role="rowheader">${escapeHtml(first)}</th>`;
    return `<tr role="row">${name}${cells.join('')}</tr>`;
  });
  return [
    `<table class="emas-consent-table" role="table" lang="${language}">`,
    `<caption>${escapeHtml(caption)}</caption>`,
    `<thead role="rowgroup"><tr role="row">${head.join('')}</tr></thead>`,
    `<tbody role="rowgroup">${body.join('')}</tbody></table>`,
  ].join('');
}
