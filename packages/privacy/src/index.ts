export { privacy } from './privacy.ts';
export type { NoticeNews, Privacy } from './privacy.ts';
export { ITEMS } from './options.ts';
export type { Controller, NoticeItem, PrivacyOptions } from './options.ts';
