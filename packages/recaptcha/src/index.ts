export { recaptcha } from './recaptcha.ts';
export type { Recaptcha } from './recaptcha.ts';
export type { RecaptchaOptions } from './options.ts';
export type { CaptchaVerdict, ProviderName, VerdictReason } from './verdict.ts';
export type { CaptchaContext } from './verifier.ts';
export { startStandIn } from './stand-in/stand-in.ts';
export type { Asked, StandIn, StandInFault, StandInOptions } from './stand-in/stand-in.ts';
export type { Solved } from './stand-in/solved-tokens.ts';
