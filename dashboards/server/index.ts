export { dashboard } from './dashboard.ts';
export type { Role, Roles } from './access.ts';
export type {
  ConsentSource,
  DashboardOptions,
  DeveloperSource,
  SecuritySource,
} from './options.ts';
export type { ConsentReport } from './consent-report.ts';
export type { DeveloperReport, PipelineRow } from './developer-report.ts';
export type { IncidentsReport, LinesReport, SecurityReport } from './security-report.ts';
export type { PageName, TrafficReport } from './traffic-report.ts';
