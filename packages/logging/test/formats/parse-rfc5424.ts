/** A syslog message, taken apart. */
export interface SyslogMessage {
  readonly priority: number;
  readonly timestamp: string;
  readonly hostname: string;
  readonly appName: string;
  readonly procId: string;
  readonly msgId: string;
  /** The parameters of each element; `{}` for the nil value. */
  readonly data: Readonly<Record<string, ReadonlyMap<string, string>>>;
  readonly message: string | undefined;
}

// The rules of RFC 5424 §6, each as an expression.
const PRIVAL = String.raw`(?:\d|[1-9]\d|1[0-8]\d|19[01])`;
const printUsAscii = (most: number): string => String.raw`[\x21-\x7e]{1,${most}}`;
const FULL_DATE = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;
const FULL_TIME = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)`;
const TIMESTAMP = `(?:-|${FULL_DATE}T${FULL_TIME})`;
const SD_NAME = String.raw`[\x21\x23-\x3c\x3e-\x5c\x5e-\x7e]{1,32}`;
// Everything but the three that are to be escaped, which a backslash stands before.
const PARAM_VALUE = String.raw`(?:[^"\\\]]|\\["\\\]])*`;
const SD_PARAM = `${SD_NAME}="${PARAM_VALUE}"`;
const SD_ELEMENT = String.raw`\[${SD_NAME}(?: ${SD_PARAM})*\]`;
const STRUCTURED_DATA = `(?:-|(?:${SD_ELEMENT})+)`;
const HEADER = [
  `<(${PRIVAL})>1`,
  `(${TIMESTAMP})`,
  `(-|${printUsAscii(255)})`,
  `(-|${printUsAscii(48)})`,
  `(-|${printUsAscii(128)})`,
  `(-|${printUsAscii(32)})`,
].join(' ');
const SYSLOG_MSG = new RegExp(`^${HEADER} (${STRUCTURED_DATA})(?: (.*))?$`, 'su');

/**
 * Reads the bytes of a message by the grammar of RFC 5424 §6.
 *
 * @throws Error where they break it, or are not UTF-8.
 */
export function parseRfc5424(bytes: Uint8Array): SyslogMessage {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  const match = SYSLOG_MSG.exec(text);
  if (match === null) throw new Error(`not RFC 5424: ${JSON.stringify(text)}`);
  const [, priority, timestamp = '', hostname = '', appName = '', procId = '', msgId = ''] = match;
  const [elements = '', message] = match.slice(7);
  return {
    priority: Number(priority),
    timestamp,
    hostname,
    appName,
    procId,
    msgId,
    data: dataOf(elements),
    message,
  };
}

function dataOf(elements: string): Record<string, ReadonlyMap<string, string>> {
  const data: Record<string, ReadonlyMap<string, string>> = {};
  if (elements === '-') return data;
  for (const [element] of elements.matchAll(new RegExp(SD_ELEMENT, 'gu'))) {
    const id = new RegExp(String.raw`^\[(${SD_NAME})`, 'u').exec(element)?.[1] ?? '';
    if (id in data) throw new Error('an element is there twice');
    const parameters = new Map<string, string>();
    for (const [, name = '', value = ''] of element.matchAll(
      new RegExp(` (${SD_NAME})="(${PARAM_VALUE})"`, 'gu'),
    )) {
      parameters.set(name, value.replace(/\\(["\\\]])/g, '$1'));
    }
    data[id] = parameters;
  }
  return data;
}
