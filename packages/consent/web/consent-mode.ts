import { tellGoogle } from './google-tags.ts';

const state = document.currentScript?.dataset['state'];
// The server wrote it; without it nothing is told, and Google's tags keep to their own defaults.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
if (state !== undefined) tellGoogle('default', JSON.parse(state) as Record<string, string>);
