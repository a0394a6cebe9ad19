import { request } from 'node:http';
import type { IncomingHttpHeaders, RequestOptions } from 'node:http';
import { text } from 'node:stream/consumers';

/** What a target was answered. */
export interface TargetAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/**
 * Asks for a target as it stands, `http://host/path` or `*`, which fetch and supertest cannot.
 *
 * @param to `{ port }` or `{ socketPath }`, method and headers.
 */
export function askTarget(target: string, to: RequestOptions): Promise<TargetAnswer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', agent: false, ...to, path: target });
    asked.on('error', reject);
    asked.on('response', (answer) => {
      const { statusCode: status = 0, headers } = answer;
      text(answer).then((body) => resolve({ status, headers, text: body }), reject);
    });
    asked.end();
  });
}
