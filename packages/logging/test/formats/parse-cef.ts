/** A CEF line, taken apart. */
export interface CefLine {
  readonly version: string;
  readonly vendor: string;
  readonly product: string;
  readonly deviceVersion: string;
  readonly eventClass: string;
  readonly name: string;
  readonly severity: string;
  readonly extension: ReadonlyMap<string, string>;
}

/**
 * Reads a line as the format's description has it: seven fields that end at pipes, in which a backslash
 * escapes a pipe or itself; then keys and values, where a key is what stands between a space and an equals
 * sign, and a backslash in a value escapes an equals sign or itself, or stands for a line end.
 *
 * @throws Error where the line breaks these rules.
 */
export function parseCef(line: string): CefLine {
  if (/[\r\n]/.test(line)) throw new Error('more than one line');
  const fields: string[] = [];
  let at = 0;
  while (fields.length < 7) {
    let field = '';
    while (line[at] !== '|') {
      if (at >= line.length) throw new Error('the header ends early');
      if (line[at] === '\\') {
        at += 1;
        if (line[at] !== '|' && line[at] !== '\\')
          throw new Error('a lone backslash in the header');
      }
      field += line[at] ?? '';
      at += 1;
    }
    at += 1;
    fields.push(field);
  }
  const [version = '', vendor = '', product = '', deviceVersion = '', eventClass = ''] = fields;
  const [name = '', severity = ''] = fields.slice(5);
  if (version !== 'CEF:0') throw new Error('no CEF of version 0');
  if (!/^(?:\d|10)$/.test(severity)) throw new Error('a severity that is none');
  const extension = parseExtension(line.slice(at));
  return { version, vendor, product, deviceVersion, eventClass, name, severity, extension };
}

function parseExtension(text: string): Map<string, string> {
  const entries = new Map<string, string>();
  // An equals sign that no backslash escapes ends a key.
  const keys = [...text.matchAll(/(?:^| )([A-Za-z\d]+)=/g)].filter(({ index, 0: match }) => {
    const before = text.slice(0, index + match.length - 1);
    return (/\\*$/.exec(before)?.[0].length ?? 0) % 2 === 0;
  });
  if (keys.length > 0 && keys[0]?.index !== 0)
    throw new Error('the extension does not begin with a key');
  for (const [position, key] of keys.entries()) {
    const name = key[1] ?? '';
    const value = text.slice(key.index + key[0].length, keys[position + 1]?.index ?? text.length);
    if (entries.has(name)) throw new Error(`${name} is there twice`);
    entries.set(name, unescaped(value));
  }
  return entries;
}

function unescaped(value: string): string {
  if (/^(?:[^\\=]|\\[\\=nr])*$/u.exec(value) === null) throw new Error(`not escaped: ${value}`);
  return value.replace(/\\([\\=nr])/g, (_, escaped: string) =>
    escaped === 'n' ? '\n' : escaped === 'r' ? '\r' : escaped,
  );
}
