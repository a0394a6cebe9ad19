const FIELD = /[ \ufeff]?([^\s"=]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*)(?=\s|$))/y;

/**
 * Fields as `name=value name="other value"`, from a position on, until something else stands there. Of two
 * fields of one name the first counts.
 */
export function logfmtFields(text: string, from = 0): Map<string, string> {
  const fields = new Map<string, string>();
  FIELD.lastIndex = from;
  for (let match = FIELD.exec(text); match !== null; match = FIELD.exec(text)) {
    const [, name = '', quoted, bare = ''] = match;
    if (!fields.has(name)) fields.set(name, quoted?.replace(/\\(.)/g, '$1') ?? bare);
  }
  return fields;
}
