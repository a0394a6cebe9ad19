/** For the suite's own packages: what is here may change with any version. */
export { resolveOptions as checkAnalyticsOptions } from './options.ts';
export { readKeptRules } from './query/kept-rules.ts';
export { NO_FIGURES } from './query/figures.ts';
/** For the benches, which measure them alone. */
export { DayKeeper } from './days/day-keeper.ts';
export { Recorder } from './record/recorder.ts';
