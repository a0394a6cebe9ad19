import { EmasError } from '@emas/errors';
import type { Observed } from '@emas/hardening/internal';

const TIMEOUT_MS = 10_000;
/** Of a page: what is longer is looked at as far as that. */
const MOST_CHARACTERS = 300_000;

/** A page as it came: its headers twice, its text once. */
export interface ObservedPage extends Observed {
  readonly html: string;
}

/** @throws EmasError `ERR_EMAS_DOCTOR_URL`. */
export async function observe(url: URL): Promise<ObservedPage> {
  const [first, second] = [await ask(url), await ask(url)];
  return {
    isSecure: new URL(first.url).protocol === 'https:',
    headers: Object.fromEntries(first.headers),
    cookies: first.cookies,
    again: Object.fromEntries(second.headers),
    html: /\bhtml\b/.test(first.headers.get('content-type') ?? '') ? first.text : '',
  };
}

interface Asked {
  /** After redirects. */
  readonly url: string;
  readonly headers: Headers;
  readonly cookies: readonly string[];
  readonly text: string;
}

async function ask(url: URL): Promise<Asked> {
  try {
    const response = await fetch(url, {
      headers: { Accept: 'text/html' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const cookies = response.headers.getSetCookie();
    return { url: response.url, headers: response.headers, cookies, text: await textOf(response) };
  } catch (cause) {
    const inner: unknown = cause instanceof Error ? (cause.cause ?? cause) : cause;
    const message = inner instanceof Error ? inner.message : String(inner);
    throw new EmasError('ERR_EMAS_DOCTOR_URL', `${url.href} does not answer: ${message}.`, {
      cause,
      help: 'Start the app, or give another URL.',
    });
  }
}

async function textOf({ body }: Response): Promise<string> {
  if (body === null) return '';
  let text = '';
  for await (const part of body.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (text.length > MOST_CHARACTERS) break;
  }
  return text;
}
