import type { Response } from 'express';

type ResponseMethod = (...given: unknown[]) => unknown;

/**
 * Lets the answer's end wait. With what Express sends in one piece, pages and redirects and JSON, nothing
 * at all goes out before.
 *
 * @param release Asked as the answer ends; `undefined` where it need not wait. It must not reject.
 */
export function holdEnd(res: Response, release: () => Promise<void> | undefined): void {
  const method: unknown = Reflect.get(res, 'end');
  const end: ResponseMethod = (...given) =>
    typeof method === 'function' ? Reflect.apply(method, res, given) : undefined;
  let hasEnded = false;
  Reflect.set(res, 'end', (...given: unknown[]): Response => {
    if (hasEnded) return res;
    hasEnded = true;
    const waiting = release();
    if (waiting === undefined) end(...given);
    else void waiting.then(() => end(...given));
    return res;
  });
}
