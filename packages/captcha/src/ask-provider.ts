import { errorCode } from '@emas/errors';
import type { AxiosRequestConfig, AxiosStatic } from 'axios';
import { ConsecutiveBreaker, ExponentialBackoff, circuitBreaker, handleAll } from 'cockatiel';
import { unavailable } from './providers/provider.ts';
import type { Provider, ProviderAnswer, Question } from './providers/provider.ts';

const MOST_BYTES = 65_536;
const FAILURES = 5;
const FIRST_RETRY_MS = 2000;
const LONGEST_RETRY_MS = 30_000;

/** The other side was not reached, so it has not seen the token either. */
const CONNECTION_FAULTS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
]);

class Unavailable extends Error {}

/**
 * Queries a provider with a deadline, retries once on connection errors, and opens a circuit breaker when
 * failures persist. axios is loaded with the first question: an app without a captcha never needs it.
 */
export function providerAsker(
  provider: Provider,
  timeout: number,
): (question: Question) => Promise<ProviderAnswer> {
  const breaker = circuitBreaker(handleAll, {
    breaker: new ConsecutiveBreaker(FAILURES),
    halfOpenAfter: new ExponentialBackoff({
      initialDelay: FIRST_RETRY_MS,
      maxDelay: LONGEST_RETRY_MS,
    }),
  });
  return async (question) => {
    try {
      return await breaker.execute(async () => {
        const answer = await askTwice(provider, question, timeout);
        // What is our own fault is answered by a provider that works.
        if (answer.kind === 'fault' && answer.reason === 'unavailable') {
          throw new Unavailable(answer.message);
        }
        return answer;
      });
    } catch (error) {
      return unavailable(error instanceof Error ? error.message : String(error));
    }
  };
}

async function askTwice(
  provider: Provider,
  question: Question,
  timeout: number,
): Promise<ProviderAnswer> {
  const { default: axios } = await import('axios');
  const signal = AbortSignal.timeout(timeout);
  const ask = (): Promise<ProviderAnswer> => post(axios, provider, question, { timeout, signal });
  try {
    return await ask();
  } catch (error) {
    const code = axios.isAxiosError(error) ? error.code : undefined;
    if (code === undefined || !CONNECTION_FAULTS.has(code) || signal.aborted) throw named(error);
  }
  try {
    return await ask();
  } catch (error) {
    throw named(error);
  }
}

async function post(
  axios: AxiosStatic,
  provider: Provider,
  question: Question,
  bounds: Pick<AxiosRequestConfig, 'timeout' | 'signal'>,
): Promise<ProviderAnswer> {
  const { url, headers, body } = provider.request(question);
  const response = await axios.post<string>(url, body, {
    headers,
    // The time-out ends with the headers; the signal ends the body as well.
    ...bounds,
    maxRedirects: 0,
    maxContentLength: MOST_BYTES,
    maxBodyLength: MOST_BYTES,
    responseType: 'text',
    transformResponse: (text: string) => text,
    validateStatus: () => true,
  });
  if (response.status >= 300 && response.status < 400) {
    return unavailable(`It answers ${response.status}, a redirect.`);
  }
  return provider.answer(response.status, parsed(response.data));
}

/** Never the error itself: it holds the request, and so the secret. */
function named(error: unknown): Error {
  if (!(error instanceof Error)) return new Error('The provider could not be asked.');
  return new Error(`The provider could not be asked: ${errorCode(error) || error.name}.`);
}

function parsed(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
