import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Given {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

export type Ask = (path: string, given?: Given) => Promise<Answer>;

/** Asks the engine of a folder through its socket, as `curl` does. */
export function engineAsker(folder: string): Ask {
  return async (path, { method = 'POST', headers = {}, body = '' } = {}) =>
    new Promise((resolve, reject) => {
      const asked = request(
        { socketPath: join(folder, 'engine.sock'), path, method, headers },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () => {
            const { statusCode: status = 0, headers: told } = answer;
            resolve({ status, headers: told, body: Buffer.concat(chunks) });
          });
        },
      );
      asked.on('error', reject);
      asked.end(body);
    });
}

/** The path of a request with these fields. */
export function pathOf(fields: Record<string, string>): string {
  return `/?${new URLSearchParams(fields).toString()}`;
}

export async function textOf(answer: Promise<Answer>): Promise<string> {
  return (await answer).body.toString();
}

/** A form, as clients send parameters that are long. */
export async function formOf(fields: Record<string, string>): Promise<Given> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const sent = new Response(form);
  return {
    headers: { 'content-type': sent.headers.get('content-type') ?? '' },
    body: Buffer.from(await sent.arrayBuffer()),
  };
}
