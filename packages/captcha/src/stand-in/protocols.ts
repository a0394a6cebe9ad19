import type { Found, SolvedTokens } from './solved-tokens.ts';

/** The keys that the stand-in accepts. */
export interface StandInKeys {
  readonly siteKey: string;
  readonly secret: string;
  readonly project: string;
}

/** An answer of a provider. */
export interface Reply {
  readonly status: number;
  readonly body: object;
}

const MINUTE = 60_000;

const CODES = {
  recaptcha: {
    missing: 'missing-input-response',
    unknown: 'invalid-input-response',
    used: 'timeout-or-duplicate',
    expired: 'timeout-or-duplicate',
  },
  turnstile: {
    missing: 'missing-input-response',
    unknown: 'invalid-input-response',
    used: 'timeout-or-duplicate',
    expired: 'timeout-or-duplicate',
  },
  hcaptcha: {
    missing: 'missing-input-response',
    unknown: 'invalid-input-response',
    used: 'already-seen-response',
    expired: 'expired-input-response',
  },
} as const;

/** `POST /recaptcha/api/siteverify`, `/turnstile/v0/siteverify`, `/siteverify`. */
export function siteverifyReply(
  kind: keyof typeof CODES,
  form: URLSearchParams,
  keys: StandInKeys,
  tokens: SolvedTokens,
): Reply {
  const no = (...codes: string[]): Reply => ({
    status: 200,
    body: { success: false, 'error-codes': codes },
  });
  const wrongKey = wrongKeyOf(kind, form, keys);
  if (wrongKey !== undefined) return no(wrongKey);
  const lifetime = kind === 'turnstile' ? 5 * MINUTE : 2 * MINUTE;
  const id = kind === 'turnstile' ? (form.get('idempotency_key') ?? undefined) : undefined;
  const found = tokens.use(form.get('response') ?? '', lifetime, id);
  if (found.state !== 'good') return no(CODES[kind][found.state]);
  const { hostname, action, score, solvedAt } = found.solved;
  const common = {
    success: true,
    challenge_ts: new Date(solvedAt).toISOString(),
    hostname,
    'error-codes': [],
  };
  if (kind === 'hcaptcha') return { status: 200, body: { ...common, credit: false } };
  const body =
    kind === 'turnstile' ? { ...common, action, cdata: '' } : { ...common, action, score };
  return { status: 200, body };
}

function wrongKeyOf(
  kind: keyof typeof CODES,
  form: URLSearchParams,
  keys: StandInKeys,
): string | undefined {
  const secret = form.get('secret') ?? '';
  if (secret === '') return 'missing-input-secret';
  if (secret !== keys.secret) return 'invalid-input-secret';
  const siteKey = form.get('sitekey');
  const isOther = kind === 'hcaptcha' && siteKey !== null && siteKey !== keys.siteKey;
  return isOther ? 'sitekey-secret-mismatch' : undefined;
}

const INVALID: Readonly<Record<Exclude<Found['state'], 'good'>, string>> = {
  missing: 'MISSING',
  unknown: 'MALFORMED',
  used: 'DUPE',
  expired: 'EXPIRED',
};

/** `POST /v1/projects/PROJECT/assessments` of reCAPTCHA Enterprise. */
export function assessmentReply(
  project: string,
  apiKey: string,
  body: unknown,
  keys: StandInKeys,
  tokens: SolvedTokens,
): Reply {
  const refuse = (code: number, status: string, message: string): Reply => ({
    status: code,
    body: { error: { code, status, message } },
  });
  if (apiKey !== keys.secret) return refuse(400, 'INVALID_ARGUMENT', 'API key not valid.');
  if (project !== keys.project) return refuse(403, 'PERMISSION_DENIED', 'No such project.');
  const event = fieldsOf(fieldsOf(body)['event']);
  const { token, siteKey } = event;
  if (siteKey !== keys.siteKey)
    return refuse(400, 'INVALID_ARGUMENT', 'siteKey is not of this project.');
  const found = tokens.use(typeof token === 'string' ? token : '', 2 * MINUTE, undefined);
  const name = `projects/${project}/assessments/stand-in`;
  if (found.state !== 'good') {
    const tokenProperties = { valid: false, invalidReason: INVALID[found.state] };
    return {
      status: 200,
      body: { name, event, tokenProperties, riskAnalysis: { score: 0, reasons: [] } },
    };
  }
  const { hostname, action, score, solvedAt } = found.solved;
  const createTime = new Date(solvedAt).toISOString();
  const tokenProperties = {
    valid: true,
    invalidReason: 'INVALID_REASON_UNSPECIFIED',
    hostname,
    action,
    createTime,
  };
  return {
    status: 200,
    body: { name, event, tokenProperties, riskAnalysis: { score, reasons: [] } },
  };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
