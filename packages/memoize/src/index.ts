export { memoized } from './memoized.ts';
