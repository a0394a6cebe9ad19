/** A text with what it says more technically behind it. */
export interface Sentence {
  /** What it is about, before a comma. */
  readonly lead?: string;
  readonly text: string;
  /** Ids of the places that it is about. */
  readonly places?: readonly string[];
  /** A telephone number in the text, which a page lets people call. */
  readonly phone?: string | undefined;
  readonly link?: { readonly href: string; readonly text: string };
}

/** What a document is made of, before it is HTML or Markdown. */
export type Block =
  | { readonly block: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly block: 'paragraph'; readonly sentence: Sentence }
  | { readonly block: 'list'; readonly items: readonly Sentence[] }
  | {
      readonly block: 'table';
      readonly caption: string;
      readonly heads: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

export const heading = (text: string, level: 2 | 3 = 2): Block => ({
  block: 'heading',
  level,
  text,
});
export const paragraph = (text: string): Block => ({ block: 'paragraph', sentence: { text } });
export const list = (items: readonly Sentence[]): Block => ({ block: 'list', items });
