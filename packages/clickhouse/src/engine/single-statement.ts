import { ClickHouseException } from './clickhouse-exception.ts';

/** Of a query, as ClickHouse's lexer reads it: what may hold a semicolon that ends nothing. */
const TOKENS = new RegExp(
  [
    // Texts and quoted names; one without an end goes to the end of the query.
    /'(?:\\[^]|''|[^'\\])*(?:'|$)/,
    /"(?:\\[^]|""|[^"\\])*(?:"|$)/,
    /`(?:\\[^]|``|[^`\\])*(?:`|$)/,
    // A heredoc.
    /\$(?<tag>\w*)\$[^]*?\$\k<tag>\$/,
    /--[^\n]*|#[ !][^\n]*|\/\*[^]*?(?:\*\/|$)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);
/** Behind it come the rows of an INSERT, which are no query; in `VALUES` a semicolon ends them. */
const ROWS = /^\s*INSERT\b[^]*?\bFORMAT\s+(?!VALUES\b)\w+/i;

/**
 * The engine would run one after the other; a server takes one, so that nobody can add another to it.
 *
 * @param data What follows the query: rows, or its rest.
 * @throws ClickHouseException 62, as a server does.
 */
export function refuseSeveral(query: string, data: Buffer | undefined): void {
  const head = ROWS.exec(plain(query))?.[0];
  if (!/;[;\s]*[^;\s]/.test(head ?? plain(`${query}\n${data?.toString() ?? ''}`))) return;
  throw new ClickHouseException(
    62,
    'SYNTAX_ERROR',
    'Syntax error (Multi-statements are not allowed): send one statement a request',
  );
}

/** Without comments, and what is quoted as a letter. */
function plain(query: string): string {
  return query.replaceAll(TOKENS, (token) => (/^[-#/]/.test(token) ? ' ' : 'x'));
}
