export { dashboard } from './dashboard.ts';
export type { DashboardOptions } from './options.ts';
export type { TrafficReport } from './traffic-report.ts';
