import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { scriptFile } from '../widget/script-file.ts';
import type { Solved, SolvedTokens } from './solved-tokens.ts';

/** Where the providers have their scripts. */
const SCRIPTS = new Set([
  '/recaptcha/api.js',
  '/recaptcha/enterprise.js',
  '/turnstile/v0/api.js',
  '/1/api.js',
]);
const TEXTS = {
  en: { box: 'I am not a robot', what: 'A stand-in: no proof is needed.' },
  ms: { box: 'Saya bukan robot', what: 'Pengganti: tiada bukti diminta.' },
} as const;

/**
 * What a browser asks of a provider: its script, the widget's frame, and a token for who ticked the box.
 *
 * @returns False where the request was for none of these.
 */
export function answerBrowser(
  { url = '', method }: IncomingMessage,
  res: ServerResponse,
  body: string,
  tokens: SolvedTokens,
): boolean {
  const { pathname, searchParams } = new URL(url, 'http://stand-in');
  if (method === 'GET' && SCRIPTS.has(pathname)) sendScript(res, 'stand-in-api.js');
  else if (method === 'GET' && pathname === '/stand-in/frame.js') {
    sendScript(res, 'stand-in-frame.js');
  } else if (method === 'GET' && pathname === '/stand-in/frame') sendFrame(res, searchParams);
  else if (method === 'POST' && pathname === '/stand-in/solve') {
    res.writeHead(200, { 'Content-Type': 'text/plain' }).end(tokens.make(solvedBy(body)));
  } else return false;
  return true;
}

function sendScript(res: ServerResponse, name: string): void {
  res.writeHead(200, { 'Content-Type': 'text/javascript' }).end(scriptFile(name).body);
}

function sendFrame(res: ServerResponse, query: URLSearchParams): void {
  const language = query.get('hl')?.startsWith('ms') === true ? 'ms' : 'en';
  const texts = TEXTS[language];
  const nonce = randomBytes(16).toString('base64');
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'; base-uri 'none'; form-action 'none'`;
  res.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy,
  });
  res.end(`<!doctype html><html lang="${language}"><meta charset="utf-8"><title>Captcha</title>
<style nonce="${nonce}">:root{color-scheme:light dark;font:16px/1.4 system-ui,sans-serif}body{margin:0;background:Canvas;color:CanvasText;padding:10px;border:1px solid;border-radius:6px}label{display:flex;gap:8px;align-items:center;min-height:28px}input{width:24px;height:24px}small{display:block}</style>
<main><label><input type="checkbox"> ${texts.box}</label><small>${texts.what}</small></main>
<script src="/stand-in/frame.js" nonce="${nonce}"></script></html>`);
}

function solvedBy(body: string): Solved {
  const { hostname, action } = fieldsOf(body);
  return {
    hostname: typeof hostname === 'string' ? hostname : 'localhost',
    action: typeof action === 'string' ? action : '',
    score: 0.9,
    solvedAt: Date.now(),
  };
}

function fieldsOf(body: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}
