/** A kind of secret that is known by how it looks. */
export interface RedactionPattern {
  /** Stands in the line for what was found, as `[name]`. */
  readonly name: string;
  /** Finds it; must have the flag `g`. Beware of patterns that take long on hostile texts. */
  readonly find: RegExp;
  /** Whether what was found is one indeed, such as by its check digit. @default always */
  readonly confirm?: ((found: string) => boolean) | undefined;
}

/** What is kept out of the log. */
export interface RedactionOptions {
  /**
   * Further keys whose values are masked, compared without case, `-` and `_`. Those of passwords, tokens,
   * secrets, cookies, keys, codes and identity numbers are masked anyway.
   */
  readonly keys?: readonly string[];
  /** Keys of the built-in list that are harmless in this app, `pin` in a plumber's shop. */
  readonly allow?: readonly string[];
  /** Further patterns, beside identity-card numbers, card numbers and bearer tokens. */
  readonly patterns?: readonly RedactionPattern[];
}
