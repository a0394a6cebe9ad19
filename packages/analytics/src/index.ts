export { analytics } from './analytics.ts';
export type { Analytics, AnalyticsCounters } from './analytics.ts';
export type { AnalyticsOptions } from './options.ts';
export type { LeftOutReason } from './hit.ts';
export type { Channel } from './source/channels.ts';
export { migrateAnalytics } from './migrate-analytics.ts';
export { trafficQueries } from './query/traffic-queries.ts';
export type { LeftOut, TrafficQueries, TrafficQueriesOptions } from './query/traffic-queries.ts';
export { DIMENSIONS } from './query/question.ts';
export type { Dimension, Filter, FilterDimension, TrafficQuestion } from './query/question.ts';
export type { Figures, Point } from './query/figures.ts';
export type { Breakdown, BreakdownOptions, BreakdownRow } from './query/breakdown.ts';
export { logImporter } from './log/log-importer.ts';
export type { LogImporter } from './log/log-importer.ts';
export type {
  ImportProgress,
  ImportSummary,
  LogImporterOptions,
  MalformedLine,
} from './log/import-options.ts';
export type { LogFormat } from './log/log-format.ts';
