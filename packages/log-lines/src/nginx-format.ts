import type { Piece } from './field-pattern.ts';
import type { FieldName } from './line-fields.ts';

const VARIABLE = /\$(?:\{([a-z0-9_]+)\}|([a-z0-9_]+))/gi;
/** Variables of nginx that tell something about a request. */
const VARIABLES: ReadonlyMap<string, FieldName> = new Map([
  ['remote_addr', 'address'],
  ['http_x_forwarded_for', 'forwarded'],
  ['proxy_add_x_forwarded_for', 'forwarded'],
  ['http_x_real_ip', 'forwarded'],
  ['http_cf_connecting_ip', 'forwarded'],
  ['http_true_client_ip', 'forwarded'],
  ['remote_user', 'user'],
  ['time_local', 'time'],
  ['time_iso8601', 'time'],
  ['msec', 'time'],
  ['request', 'request'],
  ['request_method', 'method'],
  ['request_uri', 'url'],
  ['uri', 'url'],
  ['document_uri', 'url'],
  ['is_args', 'query'],
  ['args', 'query'],
  ['query_string', 'query'],
  ['status', 'status'],
  ['http_referer', 'referrer'],
  ['http_user_agent', 'agent'],
  ['host', 'host'],
  ['http_host', 'host'],
  ['server_name', 'host'],
]);

/**
 * Takes a format string of nginx apart, as `log_format` of ngx_http_log_module has it:
 * `$remote_addr - $remote_user [$time_local] "$request" $status`. Other variables are fields nobody asks about.
 */
export function nginxPieces(format: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of format.matchAll(VARIABLE)) {
    if (match.index > at) pieces.push({ text: format.slice(at, match.index) });
    const name = (match[1] ?? match[2] ?? '').toLowerCase();
    pieces.push({ field: VARIABLES.get(name) });
    at = match.index + match[0].length;
  }
  if (at < format.length) pieces.push({ text: format.slice(at) });
  return pieces;
}
