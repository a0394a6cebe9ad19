/** For the suite's own packages: what is here may change with any version. */
export { PERIODS, rangeOf } from './frame/server/asked-period.ts';
export type { ReportRange } from './frame/contract.ts';
export type { ReportBreakdown, ReportDimension, ReportTotals } from './pages/traffic/contract.ts';
export { readReportQuestion } from './pages/traffic/server/report-question.ts';
export type { ReportQuestion, TrafficSite } from './pages/traffic/server/report-question.ts';
export { trafficReport } from './pages/traffic/server/traffic.ts';
