import type { VerdictReason } from '../verdict.ts';
import { fieldsOf, scoreOf, textOf, timeOf, unavailable } from './provider.ts';
import type { Provider, ProviderAnswer } from './provider.ts';

/** What one siteverify differs in from the others. */
export interface SiteverifyOptions {
  readonly url: string;
  readonly secret: string;
  /** hCaptcha checks that the token is of this key. */
  readonly siteKey?: string | undefined;
  /** Turnstile takes the same question twice for once. */
  readonly isIdempotent?: boolean;
}

const MISCONFIGURED: VerdictReason = 'misconfigured';

/** Every documented code of reCAPTCHA, Turnstile and hCaptcha. */
const REASONS: Readonly<Record<string, VerdictReason>> = {
  'missing-input-response': 'missing-token',
  'invalid-input-response': 'invalid-token',
  'timeout-or-duplicate': 'expired',
  'expired-input-response': 'expired',
  'already-seen-response': 'replayed',
  'invalid-or-already-seen-response': 'replayed',
  'missing-input-secret': MISCONFIGURED,
  'invalid-input-secret': MISCONFIGURED,
  'bad-request': MISCONFIGURED,
  'invalid-keys': MISCONFIGURED,
  'invalid-parsed-secret': MISCONFIGURED,
  'invalid-widget-id': MISCONFIGURED,
  'missing-remoteip': MISCONFIGURED,
  'invalid-remoteip': MISCONFIGURED,
  'not-using-dummy-passcode': MISCONFIGURED,
  'not-using-dummy-secret': MISCONFIGURED,
  'sitekey-secret-mismatch': MISCONFIGURED,
  'internal-error': 'unavailable',
  'browser-error': 'rejected',
};

const OVER_QUOTA = /quota/i;

/**
 * The protocol that reCAPTCHA v2 and v3, Turnstile and hCaptcha share: secret, response and remoteip as a
 * form; success, challenge_ts, hostname, score, action and error-codes as JSON.
 */
export function siteverify({ url, secret, siteKey, isIdempotent }: SiteverifyOptions): Provider {
  return {
    request({ token, address, id }) {
      const form = new URLSearchParams({ secret, response: token });
      if (address !== '') form.set('remoteip', address);
      if (siteKey !== undefined) form.set('sitekey', siteKey);
      if (isIdempotent === true) form.set('idempotency_key', id);
      return {
        url,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: form.toString(),
      };
    },
    answer(status, body) {
      if (status === 429) {
        return { kind: 'fault', reason: 'over-quota', message: 'It answers 429.' };
      }
      if (status >= 500) return unavailable(`It answers ${status}.`);
      const { success, 'error-codes': codes, ...rest } = fieldsOf(body);
      if (typeof success !== 'boolean') return unavailable(`It answers ${status}, and no verdict.`);
      const errors = Array.isArray(codes) ? codes.filter((code) => typeof code === 'string') : [];
      const score = scoreOf(rest['score']);
      // A quota that is used up makes everybody pass, with a code beside the yes.
      const odd = success ? errors[0] : errors.find((code) => OVER_QUOTA.test(code));
      if (odd !== undefined) return { kind: 'fault', reason: 'over-quota', message: odd };
      if (!success) return faultFrom(errors[0] ?? '', score);
      return {
        kind: 'passed',
        hostname: textOf(rest['hostname']),
        action: textOf(rest['action']),
        score,
        solvedAt: timeOf(rest['challenge_ts']),
      };
    },
  };
}

function faultFrom(code: string, score: number | undefined): ProviderAnswer {
  const reason = REASONS[code] ?? 'rejected';
  if (reason === 'misconfigured' || reason === 'unavailable') {
    return { kind: 'fault', reason, message: code };
  }
  return { kind: 'failed', reason, score };
}
