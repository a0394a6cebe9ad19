import type { VerdictReason } from '../verdict.ts';
import { fieldsOf, scoreOf, textOf, timeOf, unavailable } from './provider.ts';
import type { Provider } from './provider.ts';

/** What an assessment needs to be made. */
export interface EnterpriseOptions {
  /** `https://recaptchaenterprise.googleapis.com`. */
  readonly url: string;
  readonly project: string;
  readonly apiKey: string;
  readonly siteKey: string;
  readonly action: string | undefined;
}

/** Every documented `invalidReason` (google.cloud.recaptchaenterprise.v1). */
const REASONS: Readonly<Record<string, VerdictReason>> = {
  INVALID_REASON_UNSPECIFIED: 'rejected',
  UNKNOWN_INVALID_REASON: 'rejected',
  MALFORMED: 'invalid-token',
  EXPIRED: 'expired',
  DUPE: 'replayed',
  MISSING: 'missing-token',
  BROWSER_ERROR: 'rejected',
  SITE_MISMATCH: 'wrong-host',
  UNEXPECTED_ACTION: 'wrong-action',
};

/** Assessments of reCAPTCHA Enterprise. */
export function enterprise(options: EnterpriseOptions): Provider {
  const { url, project, apiKey, siteKey, action } = options;
  const path = `/v1/projects/${encodeURIComponent(project)}/assessments`;
  return {
    request({ token, address, userAgent }) {
      const event = {
        token,
        siteKey,
        ...(action === undefined ? {} : { expectedAction: action }),
        ...(address === '' ? {} : { userIpAddress: address }),
        ...(userAgent === '' ? {} : { userAgent }),
      };
      return {
        url: `${url}${path}`,
        // In a header and not in the address, which proxies log.
        headers: { 'Content-Type': 'application/json', 'X-Goog-Api-Key': apiKey },
        body: JSON.stringify({ event }),
      };
    },
    answer(status, body) {
      const { tokenProperties, riskAnalysis, error } = fieldsOf(body);
      if (status === 429) {
        return { kind: 'fault', reason: 'over-quota', message: 'It answers 429.' };
      }
      if (status >= 500) return unavailable(`It answers ${status}.`);
      if (status >= 400) {
        const message = textOf(fieldsOf(error)['status']) ?? `It answers ${status}.`;
        return { kind: 'fault', reason: 'misconfigured', message };
      }
      const token = fieldsOf(tokenProperties);
      if (typeof token['valid'] !== 'boolean') {
        return unavailable(`It answers ${status}, and no assessment.`);
      }
      const score = scoreOf(fieldsOf(riskAnalysis)['score']);
      if (!token['valid']) {
        const reason = REASONS[textOf(token['invalidReason']) ?? ''] ?? 'rejected';
        return { kind: 'failed', reason, score };
      }
      return {
        kind: 'passed',
        hostname: textOf(token['hostname']),
        action: textOf(token['action']),
        score,
        solvedAt: timeOf(token['createTime']),
      };
    },
  };
}
