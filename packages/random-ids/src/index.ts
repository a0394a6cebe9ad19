export { publicIds } from './public-ids.ts';
export { randomIds } from './random-ids.ts';
