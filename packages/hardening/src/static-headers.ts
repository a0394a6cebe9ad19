import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';
import { permissionsPolicy } from './permissions-policy.ts';
import type { ResolvedOptions } from './options.ts';

/** A header and its value. */
export type Header = readonly [name: string, value: string];

/** What the headers depend on. */
type HeaderOptions = Pick<
  ResolvedOptions,
  | 'mode'
  | 'permissions'
  | 'frameAncestors'
  | 'crossOriginOpenerPolicy'
  | 'crossOriginResourcePolicy'
  | 'reports'
>;

/** The headers that are the same for each response, but for the policy, which has a nonce, and HSTS, which is for HTTPS. */
export function staticHeaders(options: HeaderOptions): readonly Header[] {
  const { reports } = options;
  const endpoint: readonly Header[] =
    reports === false ? [] : [['reporting-endpoints', `${ENDPOINT}="${reports}"`]];
  return [...(options.mode === 'report' ? reportOnly(options) : enforced(options)), ...endpoint];
}

/** Name of the endpoint to which browsers report. */
const ENDPOINT = 'emas';

/** Nothing that a browser would act upon: what a visitor could do before, works as before. */
function reportOnly({
  permissions,
  crossOriginOpenerPolicy,
  reports,
}: HeaderOptions): readonly Header[] {
  if (reports === false) return [];
  return [
    [
      'cross-origin-opener-policy-report-only',
      `${crossOriginOpenerPolicy}; report-to="${ENDPOINT}"`,
    ],
    ['permissions-policy-report-only', permissionsPolicy(permissions, ENDPOINT)],
  ];
}

/** What helmet sets is asked once. */
function enforced(options: HeaderOptions): readonly Header[] {
  const { permissions, frameAncestors, crossOriginOpenerPolicy, crossOriginResourcePolicy } =
    options;
  const res = new ServerResponse(new IncomingMessage(new Socket()));
  const ask = helmet({
    contentSecurityPolicy: false,
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: { policy: crossOriginOpenerPolicy },
    crossOriginResourcePolicy: { policy: crossOriginResourcePolicy },
    // Who may frame a page is said by the policy, which all that know it put first.
    xFrameOptions: frameAncestors.length > 0 ? false : { action: 'deny' },
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
