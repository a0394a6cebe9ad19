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
   * Further names whose values are masked, in objects and in texts, compared without case, `-` and `_`. Those
   * of passwords, tokens, secrets, cookies, keys, codes and identity numbers are masked anyway.
   */
  readonly keys?: readonly string[];
  /** Names that are harmless in this app, compared likewise: `pin` in a plumber's shop. */
  readonly allow?: readonly string[];
  /** Further secrets that are known by their looks. They are searched for last. */
  readonly patterns?: readonly RedactionPattern[];
}
