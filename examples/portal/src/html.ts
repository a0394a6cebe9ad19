/** What may stand in a template: text and numbers are escaped, nothing is printed for a condition that failed. */
export type HtmlValue = Html | string | number | false | null | undefined | readonly HtmlValue[];

/** Markup that is safe to send; text never passes for it. */
class SafeHtml {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  toString(): string {
    return this.source;
  }
}

export type Html = SafeHtml;

/** A template whose values are escaped unless they are markup already. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let source = strings[0] ?? '';
  for (const [index, value] of values.entries()) {
    source += printed(value) + (strings[index + 1] ?? '');
  }
  return new SafeHtml(source);
}

/**
 * Attributes that are there only sometimes: `true` prints the bare name, `false` and `undefined`
 * leave the attribute out. The names come from our own code, the values from anywhere.
 */
export function attributes(
  given: Readonly<Record<string, string | number | boolean | undefined>>,
): Html {
  const parts = Object.entries(given).flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    return value === true ? [name] : [`${name}="${escaped(String(value))}"`];
  });
  return new SafeHtml(parts.join(' '));
}

/** What a part of the suite gives as finished markup. */
export function finished(markup: string): Html {
  return new SafeHtml(markup);
}

function printed(value: HtmlValue): string {
  if (value === false || value === null || value === undefined) return '';
  if (value instanceof SafeHtml) return value.source;
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  return value.map(printed).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
