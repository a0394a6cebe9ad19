export { isFromOtherSite, isFromOwnPage } from './own-page.ts';
export { PageAsset } from './page-asset.ts';
export { PAGE_LANGUAGES, isPageLanguage, preferredPageLanguage } from './page-language.ts';
export type { PageLanguage } from './page-language.ts';
export { needOnPage, onPageNeeds } from './page-needs.ts';
export type { PageNeeds, PageNeedsListener } from './page-needs.ts';
export { pageNonce } from './page-nonce.ts';
export { plainPage } from './plain-page.ts';
export type { PlainPage } from './plain-page.ts';
