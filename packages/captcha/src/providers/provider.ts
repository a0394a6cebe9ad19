import type { VerdictReason } from '../verdict.ts';

/** What is asked about. */
export interface Question {
  readonly token: string;
  /** The visitor's address; `''` where it is not to be sent. */
  readonly address: string;
  /** `''` where it is not to be sent. */
  readonly userAgent: string;
  /** Names the question, so that asking it twice is once. */
  readonly id: string;
}

/** A question as it goes over the wire. */
interface ProviderRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a provider said, in one form for all providers. */
export type ProviderAnswer =
  | {
      readonly kind: 'passed';
      readonly hostname: string | undefined;
      readonly action: string | undefined;
      readonly score: number | undefined;
      /** When the captcha was solved, milliseconds since 1970. */
      readonly solvedAt: number | undefined;
    }
  | { readonly kind: 'failed'; readonly reason: VerdictReason; readonly score: number | undefined }
  /** It could not say: its fault, or ours. */
  | {
      readonly kind: 'fault';
      readonly reason: 'unavailable' | 'misconfigured' | 'over-quota';
      readonly message: string;
    };

/** How a provider is asked, and what its answers mean. */
export interface Provider {
  request(question: Question): ProviderRequest;
  /** @param body What came, parsed; `undefined` where it is no JSON. */
  answer(status: number, body: unknown): ProviderAnswer;
}

type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function timeOf(value: unknown): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

export function scoreOf(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= 1 ? value : undefined;
}

export function unavailable(message: string): ProviderAnswer {
  return { kind: 'fault', reason: 'unavailable', message };
}
