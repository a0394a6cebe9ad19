import { tellWouldBlock } from '@emas/events/internal';
import { contextOf } from '@emas/request-context';
import type { Request, Response } from 'express';
import type { LoginAttempt } from './attempt.ts';
import { observed, orNobody } from './attempt-reader.ts';
import type { Who } from './attempt-reader.ts';
import type { ResolvedOptions } from './options.ts';
import { refuse } from './refuse.ts';
import type { Refusal } from './refusal.ts';

/** Tells, counts and answers what a guard does not let through. */
export class Refusals {
  readonly #options: ResolvedOptions;
  readonly #observe: (attempt: LoginAttempt) => void;
  readonly #counts = { delay: 0, captcha: 0, lock: 0, block: 0, name: 0 };

  constructor(options: ResolvedOptions, observe: (attempt: LoginAttempt) => void) {
    this.#options = options;
    this.#observe = observe;
  }

  /** False in report mode. */
  get areSent(): boolean {
    return this.#options.mode === 'enforce';
  }

  /** @returns Whether the attempt ends here: in report mode it is told only, and goes on. */
  stop(req: Request, res: Response, who: Who, refusal: Refusal): boolean {
    if (this.areSent) this.send(req, res, who, refusal);
    else this.#tellOnly(req, who, refusal);
    return this.areSent;
  }

  send(req: Request, res: Response, who: Who, refusal: Refusal): void {
    const { reason } = refusal;
    const { events, now } = this.#options;
    this.#counts[reason] += 1;
    const { accounts, prefix, source_ip, client } = who;
    const time = now();
    const why = `refused_${reason}`;
    for (const { name, account } of orNobody(accounts)) {
      // The log folds by it: what is about a whole network is a line, and not one for each account.
      const isOfAccount = refusal.rule.includes('account') && name !== '';
      const subject = isOfAccount ? `${account} ${prefix}` : prefix;
      const told = { account: name || undefined, subject, reason: why, source_ip, client };
      events.emit('login_refused', told);
      this.#observe(observed(who, account, { time, outcome: 'failure', reason: why }));
    }
    refuse(req, res, refusal, this.#options.refuse);
  }

  #tellOnly(req: Request, { source_ip }: Who, { reason, rule }: Refusal): void {
    tellWouldBlock(this.#options.events, {
      setting: reason === 'name' ? 'loginGuard.account' : 'loginGuard.rules',
      allows: reason === 'name' ? 'attempts that name an account' : rule,
      path: contextOf(req).path,
      source_network: source_ip,
    });
  }

  counts(): Readonly<Record<Refusal['reason'], number>> {
    return { ...this.#counts };
  }
}
