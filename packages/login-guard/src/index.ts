export { ATTEMPT_OUTCOMES } from './attempt.ts';
export type { FailureReason, KnownFailureReason, LoginAttempt } from './attempt.ts';
export { INCIDENT_KINDS } from './incident.ts';
export type {
  Incident,
  IncidentEvidence,
  IncidentKind,
  IncidentSeverity,
  IncidentSubject,
  Tally,
} from './incident.ts';
export { loginDetectors } from './detectors/login-detectors.ts';
export type { LoginDetectors, LoginDetectorsOptions } from './detectors/login-detectors.ts';
export type { IncidentListener } from './detectors/incident-log.ts';
export type { DetectorThresholds } from './detectors/thresholds.ts';
export { loginGuard } from './login-guard.ts';
export type { LoginCounters, LoginGuard } from './login-guard.ts';
export type { BlockFinder, LoginGuardOptions, LoginRecorder } from './options.ts';
export type { LoginContext, NextAttempt } from './login-context.ts';
export type { AnswerPattern, OutcomeRule } from './outcome-rule.ts';
export type { RefuseHandler, Refusal } from './refusal.ts';
export type { ThrottleKey, ThrottleRule, ThrottleTier } from './throttle/rules.ts';
export { loginReview, migrateLogins } from './review/login-review.ts';
export type { LoginReview } from './review/login-review.ts';
export type { IncidentChange, IncidentState, LoginReviewOptions } from './review/options.ts';
export type { ChangeRecord, IncidentQuery, ReviewedIncident } from './review/incident-query.ts';
export { loginBlocks } from './blocks/login-blocks.ts';
export type { Blocks, BlocksOptions } from './blocks/login-blocks.ts';
export type { Block, BlockRequest } from './blocks/block.ts';
export { readAttempts } from './replay/read-attempts.ts';
export type { ReadAttemptsOptions } from './replay/read-attempts.ts';
export type { ReadProgress } from './replay/file-reading.ts';
export type { AttemptMap } from './replay/mapped-form.ts';
