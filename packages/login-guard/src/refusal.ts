import type { Request, Response } from 'express';

/** Why an attempt was not let through to the app. */
export interface Refusal {
  /**
   * `delay` and `lock`: too soon; `captcha`: one has to be passed; `block`: the network is blocked; `name`:
   * there is no name, or none that can be read in one way only.
   */
  readonly reason: 'delay' | 'captcha' | 'lock' | 'block' | 'name';
  /** The rule that refuses, `account+prefix`, or `widespread`; `''` for a block and a name. */
  readonly rule: string;
  /** Milliseconds until it is worth another try; 0 where waiting does not help. */
  readonly wait: number;
}

/** Answers in the app's own way. Status and headers are set already. */
export type RefuseHandler = (req: Request, res: Response, refusal: Refusal) => unknown;
