const LONGEST_RECORD = 65_536;

/** Puts lines together to records of a CSV (RFC 4180): a quoted field may have several lines. */
export class CsvRecords {
  #lines: string[] = [];
  #length = 0;
  #isOpen = false;

  /** @returns The fields of a record that ends with this line. */
  add(line: string): readonly string[] | undefined {
    this.#lines.push(line);
    this.#length += line.length + 1;
    // Quotes come in pairs, doubled ones included.
    if (quotesIn(line) % 2 === 1) this.#isOpen = !this.#isOpen;
    if (this.#isOpen && this.#length < LONGEST_RECORD) return undefined;
    const fields = this.#isOpen ? undefined : fieldsOf(this.#lines.join('\n'));
    // A record that is too long is none.
    this.#lines = [];
    this.#length = 0;
    this.#isOpen = false;
    return fields;
  }
}

function quotesIn(text: string): number {
  let quotes = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) quotes += 1;
  return quotes;
}

const FIELD = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;

function fieldsOf(text: string): readonly string[] {
  const fields: string[] = [];
  FIELD.lastIndex = 0;
  for (let match = FIELD.exec(text); match !== null; match = FIELD.exec(text)) {
    const [, quoted, bare = '', separator] = match;
    fields.push(quoted?.replaceAll('""', '"') ?? bare);
    if (separator === '') break;
  }
  return fields;
}
