export { session } from './session.ts';
export type { SessionFactory, SessionHandler } from './session.ts';
export type { RememberOptions, SessionOptions, StoreFailurePolicy } from './options.ts';
export type {
  BindingMode,
  BindingOptions,
  BindingWeights,
  ChallengeHook,
} from './binding/options.ts';
export type { LadderDecision, Signal } from './binding/decision.ts';
export type { HandshakeHandler, HandshakeOptions } from './handshake.ts';
export { requireConfirmed, requireSession } from './guards.ts';
export { memoryStore } from './stores/memory-store.ts';
export { redisStore } from './stores/redis-store.ts';
export type { EndReason, RecordStore } from './stores/record-store.ts';
export type { EndAllOptions, SessionRegistry } from './accounts.ts';
export type { SessionContext, SessionStatus, SessionSummary, SignInOptions } from './request.ts';
export type { SessionCounters } from './counters.ts';
export type { CookieOptions, SessionData } from 'express-session';

// What express-session exports besides its factory.
export { Cookie, MemoryStore, Session, Store } from 'express-session';
