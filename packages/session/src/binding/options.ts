import { functionOption, wholeNumber } from '@emas/options';
import type { NextFunction, Request, Response } from 'express';
import { z } from 'zod';
import type { LadderDecision } from './decision.ts';

/**
 * How far the ladder goes with a session that comes from elsewhere.
 *
 * - `off`: nothing is compared.
 * - `log`: an event, no more.
 * - `challenge`: the session is withheld until its visitor proves that it is theirs.
 * - `end`: the session ends.
 * - `strict`: any address but the first ends it. Phones change theirs many times a day.
 */
export type BindingMode = 'off' | 'log' | 'challenge' | 'end' | 'strict';

/**
 * Asks the visitor to prove that a withheld session is theirs, or lets the request go on without it by
 * calling `next()`. What proves it is followed by `await req.emas.session.confirm()`.
 */
export type ChallengeHook = (
  req: Request,
  res: Response,
  next: NextFunction,
  decision: LadderDecision,
) => void | Promise<void>;

/** What each difference counts; they add up. */
export interface BindingWeights {
  /** A network of a family (IPv4, IPv6) that the session was seen with. @default 20 */
  readonly newNetwork: number;
  /** The first network of a family: dual-stack clients alternate. @default 10 */
  readonly newFamily: number;
  /** A network that was let pass before and never proved; counts where it is sensitive. @default 20 */
  readonly unprovenNetwork: number;
  /** A phone that says it is a desktop, or the reverse: browsers do that on request. @default 20 */
  readonly desktopMode: number;
  /** Another operating system. @default 40 */
  readonly newOs: number;
  /** Another browser: no honest cookie moves to one. @default 40 */
  readonly newBrowser: number;
  /** Another country, where countries are known. @default 40 */
  readonly newCountry: number;
  /** A new network whose country is not known, after one whose country was. @default 20 */
  readonly unknownCountry: number;
  /** A new network that is Tor's, a host's or a VPN's; see `hosting` of `requestContext()`. @default 20 */
  readonly anonymousNetwork: number;
  /** A program without a name, of the visitor's system and in a proved network: a player, a download. @default 20 */
  readonly unnamedProgram: number;
}

/** Options of the address ladder. */
export interface BindingOptions {
  /** @default 'challenge' */
  readonly mode?: BindingMode;
  /** Score from which a session is not believed. @default 40 */
  readonly challengeAt?: number;
  /** The same for sensitive requests: a network that nobody proved is enough. @default 20 */
  readonly sensitiveAt?: number;
  /** What each difference counts, where it is not to count as by default. */
  readonly weights?: Partial<BindingWeights>;
  /** Networks remembered of each address family. @default 8 */
  readonly networks?: number;
  /** Which requests are sensitive: payments, a new e-mail address. @default none */
  readonly sensitive?: (req: Request) => boolean;
  /** @default the request goes on without the session, so the app's own sign-in is the challenge */
  readonly challenge?: ChallengeHook;
}

/** The ladder's options with their defaults filled in. */
export interface ResolvedBinding {
  readonly mode: BindingMode;
  readonly challengeAt: number;
  readonly sensitiveAt: number;
  readonly weights: BindingWeights;
  readonly networks: number;
  readonly sensitive?: ((req: Request) => boolean) | undefined;
  readonly challenge?: ChallengeHook | undefined;
}

const MODES = ['off', 'log', 'challenge', 'end', 'strict'] as const;
const points = (initial: number): z.ZodDefault<z.ZodInt> => wholeNumber('points', 0, 1000, initial);

export const bindingSchema: z.ZodType<ResolvedBinding> & z.ZodObject = z.strictObject({
  mode: z.enum(MODES, { error: `expected one of ${MODES.join(', ')}` }).default('challenge'),
  challengeAt: points(40),
  sensitiveAt: points(20),
  weights: z
    .strictObject({
      newNetwork: points(20),
      newFamily: points(10),
      unprovenNetwork: points(20),
      desktopMode: points(20),
      newOs: points(40),
      newBrowser: points(40),
      newCountry: points(40),
      unknownCountry: points(20),
      anonymousNetwork: points(20),
      unnamedProgram: points(20),
    })
    .prefault({}),
  networks: wholeNumber('networks', 1, 64, 8),
  sensitive: functionOption<(req: Request) => boolean>().optional(),
  challenge: functionOption<ChallengeHook>().optional(),
});
