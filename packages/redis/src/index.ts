export { isRedisClient, redisCommands } from './commands.ts';
export type { RedisClient, RedisCommands, RedisReply } from './commands.ts';
export { redisScript } from './script.ts';
export type { RedisScript } from './script.ts';
export { describeFault } from './describe-fault.ts';
export type { FaultDescription } from './describe-fault.ts';
export { boundedCalls } from './bounded-calls.ts';
export type { BoundedCallCounters, BoundedCalls, BoundedCallsOptions } from './bounded-calls.ts';
