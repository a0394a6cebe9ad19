export { dashboard } from './dashboard.ts';
export type { Role, Roles } from './frame/server/access.ts';
export type {
  ConsentSource,
  DashboardOptions,
  DeveloperSource,
  SecuritySource,
} from './options.ts';
export type { ConsentReport } from './pages/traffic/consent-contract.ts';
export type { DeveloperReport, PipelineRow } from './pages/developers/contract.ts';
export type { IncidentsReport, LinesReport, SecurityReport } from './pages/security/contract.ts';
export type { PageName, TrafficReport } from './pages/traffic/contract.ts';
