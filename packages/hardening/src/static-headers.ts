import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';
import { permissionsPolicy } from './permissions-policy.ts';
import type { Feature } from './permissions-policy.ts';

/** A header and its value. */
export type Header = readonly [name: string, value: string];

/**
 * What helmet sets, which is the same for each response: it is asked once. Its policy is left out, since
 * ours has a nonce, and HSTS, which is for HTTPS.
 */
export function staticHeaders(
  permissions: readonly Feature[],
  isFramed: boolean,
): readonly Header[] {
  const res = new ServerResponse(new IncomingMessage(new Socket()));
  const ask = helmet({
    contentSecurityPolicy: false,
    strictTransportSecurity: false,
    // Who may frame a page is said by the policy, which all that know it put first.
    xFrameOptions: isFramed ? false : { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
  });
  let fault: unknown;
  ask(res.req, res, (error) => (fault = error));
  if (fault !== undefined) throw fault;
  const all = Object.entries(res.getHeaders()).map(([name, value]): Header => [
    name,
    String(value),
  ]);
  return [...all, ['permissions-policy', permissionsPolicy(permissions)]];
}
