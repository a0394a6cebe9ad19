import { parse } from 'parse5';
import type { DefaultTreeAdapterTypes as Tree } from 'parse5';

/** Something in a page's markup about which a Content Security Policy decides. */
export interface MarkupPart {
  readonly kind:
    'script' | 'style' | 'preload' | 'meta' | 'handler' | 'style-attribute' | 'javascript-url';
  /** The first is 1. */
  readonly line: number;
  /** Address of a file; '' for what is inline. */
  readonly source: string;
  /** What is inline: code, styles, an attribute's value. */
  readonly text: string;
  readonly nonce: string;
  /** Where the nonce's attribute stands or would stand in the text, from inclusive, to exclusive. */
  readonly nonceAt: readonly [from: number, to: number];
}

/** Where a document's head begins, for what is put first in it. */
export interface Markup {
  readonly parts: readonly MarkupPart[];
  /** Offset behind `<head>`; `undefined` where the tag is left out. */
  readonly headAt: number | undefined;
  /** Whether there is a `<meta property="csp-nonce">`, which is among the parts. */
  readonly hasNonceMeta: boolean;
}

/** Reads a page as browsers do (HTML, "Parsing HTML documents"). */
export function readMarkup(html: string): Markup {
  // Without scripts what is in <noscript> is markup, and has styles that need the nonce, too.
  const document = parse(html, { sourceCodeLocationInfo: true, scriptingEnabled: false });
  const elements = [...elementsIn(document)];
  const head = elements.find(({ tagName }) => tagName === 'head');
  return {
    parts: elements.flatMap(partsOf),
    headAt: head?.sourceCodeLocation?.startTag?.endOffset,
    hasNonceMeta: elements.some(isNonceMeta),
  };
}

/** In the order of the document. Not by recursion: a page may be as deep as its author likes. */
function* elementsIn(document: Tree.ParentNode): Generator<Tree.Element> {
  const waiting: Tree.ChildNode[] = document.childNodes.toReversed();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if ('tagName' in node) yield node;
    if ('childNodes' in node) waiting.push(...node.childNodes.toReversed());
  }
}

const KIND_OF: Readonly<Record<string, 'script' | 'style'>> = { script: 'script', style: 'style' };
/** Types of scripts that browsers run; others are data (HTML, "the script element"). */
const RUN =
  /^(?:|module|importmap|speculationrules|(?:text|application)\/(?:x-)?(?:java|ecma)script)$/i;

function partsOf(element: Tree.Element): MarkupPart[] {
  const attributes = new Map(element.attrs.map(({ name, value }) => [name, value]));
  const kind = isNonceMeta(element) ? 'meta' : kindOf(element, attributes);
  const own = kind === undefined ? [] : [partOf(element, attributes, kind)];
  return [...own, ...attributeParts(element)];
}

function kindOf(
  { tagName }: Tree.Element,
  attributes: ReadonlyMap<string, string>,
): MarkupPart['kind'] | undefined {
  if (tagName === 'script') {
    return RUN.test((attributes.get('type') ?? '').trim()) ? 'script' : undefined;
  }
  if (tagName !== 'link') return KIND_OF[tagName];
  const rel = (attributes.get('rel') ?? '').toLowerCase().split(/\s+/);
  return rel.some((word) => LINKED.has(word)) ? 'preload' : undefined;
}

const LINKED: ReadonlySet<string> = new Set(['modulepreload', 'preload', 'stylesheet']);

function isNonceMeta({ tagName, attrs }: Tree.Element): boolean {
  return (
    tagName === 'meta' &&
    attrs.some(({ name, value }) => name === 'property' && value === 'csp-nonce')
  );
}

function partOf(
  { tagName, childNodes, sourceCodeLocation }: Tree.Element,
  attributes: ReadonlyMap<string, string>,
  kind: MarkupPart['kind'],
): MarkupPart {
  const text = childNodes.map((child) => ('value' in child ? child.value : '')).join('');
  const source = attributes.get('src') ?? attributes.get('href') ?? '';
  // Nothing of these is there without its tag.
  const { startOffset = 0, startLine = 1, attrs = {} } = sourceCodeLocation ?? {};
  const behindName = startOffset + 1 + tagName.length;
  const { nonce: given = { startOffset: behindName, endOffset: behindName } } = attrs;
  const nonceAt = [given.startOffset, given.endOffset] as const;
  return { kind, line: startLine, source, text, nonce: attributes.get('nonce') ?? '', nonceAt };
}

/** Attributes that hold code or styles: no nonce lets them run. */
function attributeParts({ attrs, sourceCodeLocation }: Tree.Element): MarkupPart[] {
  return attrs.flatMap(({ name, value }): MarkupPart[] => {
    const kind = attributeKind(name, value);
    if (kind === undefined) return [];
    const at = sourceCodeLocation?.attrs?.[name];
    return [
      {
        kind,
        line: at?.startLine ?? 1,
        source: '',
        text: `${name}="${value}"`,
        nonce: '',
        nonceAt: [0, 0],
      },
    ];
  });
}

function attributeKind(name: string, value: string): MarkupPart['kind'] | undefined {
  if (/^on[a-z]+$/.test(name)) return 'handler';
  if (name === 'style') return 'style-attribute';
  const isAddress = name === 'href' || name === 'src' || name === 'action';
  return isAddress && /^\s*javascript:/i.test(value) ? 'javascript-url' : undefined;
}
