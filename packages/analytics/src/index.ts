export { analytics } from './analytics.ts';
export type { Analytics, AnalyticsCounters } from './analytics.ts';
export type { AnalyticsOptions } from './options.ts';
export type { LeftOutReason } from './hit.ts';
export type { Channel } from './source/channels.ts';
export { forgetTraffic } from './forget-traffic.ts';
export type { ForgottenTraffic } from './forget-traffic.ts';
export { keptTraffic } from './kept-traffic.ts';
export type { KeptTraffic } from './kept-traffic.ts';
export { migrateAnalytics } from './migrate-analytics.ts';
export { trafficQueries } from './query/traffic-queries.ts';
export type { LeftOut, TrafficQueries, TrafficQueriesOptions } from './query/traffic-queries.ts';
export { DIMENSIONS } from './dimensions.ts';
export type { Dimension } from './dimensions.ts';
export type { Filter, TrafficQuestion } from './query/question.ts';
export type { Figures, Point, TrafficInterval } from './query/figures.ts';
export type { Breakdown, BreakdownOptions, BreakdownRow } from './query/breakdown.ts';
export { logImporter } from './log/log-importer.ts';
export type { LogImporter } from './log/log-importer.ts';
export type {
  CountedBefore,
  ImportProgress,
  ImportSummary,
  LogImporterOptions,
  MalformedLine,
} from './log/import-options.ts';
