/** What a browser reports, in the few words that are counted. */
export interface BrowserReport {
  /** `csp-violation`, `network-error`, `deprecation`, `intervention`, … */
  readonly type: string;
  /** The page, without its query and fragment. */
  readonly page: string;
  /** What was broken: a directive, an error's name, a feature's. */
  readonly what: string;
  /** What was stopped: an origin, or a word such as `inline`. */
  readonly blocked: string;
  /** The script that it is about, without query, and its line. */
  readonly source: string;
  /** Whether it was stopped, or only told. */
  readonly disposition: string;
}

const MOST_REPORTS = 50;
const LONGEST = 200;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a body of reports: `application/csp-report` (CSP 2), or a list by the Reporting API, Network Error
 * Logging among it. What is neither gives none.
 */
export function readReports(body: string): BrowserReport[] {
  const value = parsed(body);
  const all = Array.isArray(value) ? value.slice(0, MOST_REPORTS) : [value];
  return all.flatMap((one) => reportFrom(fieldsOf(one)) ?? []);
}

function reportFrom(report: Fields): BrowserReport | undefined {
  if ('csp-report' in report) return violation(fieldsOf(report['csp-report']), '');
  const body = fieldsOf(report['body']);
  const type = word(report['type']);
  const url = text(report['url']);
  if (type === '') return undefined;
  if (type === 'csp-violation') return violation(body, url);
  return {
    type,
    page: withoutQuery(url),
    what: word(body['type']) || word(body['id']) || word(body['featureId']),
    blocked: '',
    source: sourceOf(body['sourceFile'], body['lineNumber']),
    disposition: word(body['disposition']),
  };
}

function violation(body: Fields, url: string): BrowserReport | undefined {
  const of = (dashed: string, camel: string): unknown => body[dashed] ?? body[camel];
  const what =
    word(of('effective-directive', 'effectiveDirective')) || word(body['violated-directive']);
  if (what === '') return undefined;
  return {
    type: 'csp-violation',
    page: withoutQuery(text(of('document-uri', 'documentURL')) || url),
    what,
    blocked: blockedOf(text(of('blocked-uri', 'blockedURL'))),
    source: sourceOf(of('source-file', 'sourceFile'), of('line-number', 'lineNumber')),
    disposition: word(body['disposition']) || 'enforce',
  };
}

/** An origin says where from; the rest of the address is the visitor's own business. */
function blockedOf(blocked: string): string {
  return URL.canParse(blocked) && new URL(blocked).origin !== 'null'
    ? new URL(blocked).origin
    : word(blocked);
}

function sourceOf(file: unknown, line: unknown): string {
  const source = withoutQuery(text(file));
  if (source === '') return '';
  return typeof line === 'number' && Number.isInteger(line) ? `${source}:${line}` : source;
}

function withoutQuery(url: string): string {
  return (url.split(/[?#]/, 1)[0] ?? '').slice(0, LONGEST);
}

function word(value: unknown): string {
  return text(value).slice(0, 80);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
