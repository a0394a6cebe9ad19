import axios, { AxiosError } from 'axios';
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

/** Asks a provider within a time, once more where the connection failed, and not at all for a while where it keeps failing. */
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
  const signal = AbortSignal.timeout(timeout);
  try {
    return await ask(provider, question, timeout, signal);
  } catch (error) {
    const code = error instanceof AxiosError ? error.code : undefined;
    if (code === undefined || !CONNECTION_FAULTS.has(code) || signal.aborted) throw named(error);
  }
  try {
    return await ask(provider, question, timeout, signal);
  } catch (error) {
    throw named(error);
  }
}

async function ask(
  provider: Provider,
  question: Question,
  timeout: number,
  signal: AbortSignal,
): Promise<ProviderAnswer> {
  const { url, headers, body } = provider.request(question);
  const response = await axios.post<string>(url, body, {
    headers,
    timeout,
    // The time-out above ends with the headers; this one ends the body as well.
    signal,
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
  if (!(error instanceof AxiosError)) return new Error('The provider could not be asked.');
  return new Error(`The provider could not be asked: ${error.code ?? error.name}.`);
}

function parsed(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
