/** For the suite's own packages: what is here may change with any version. */
export { resolveOptions as checkAnalyticsOptions } from './options.ts';
export { NO_FIGURES } from './query/figures.ts';
export { LOG_FORMATS } from './log/log-format.ts';
