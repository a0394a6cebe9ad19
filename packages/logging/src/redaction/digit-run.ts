/**
 * Digits of one number, or of several that stand side by side: groups, with little between them that people
 * and programs part numbers by.
 */
export class DigitRun {
  /** Without what parts them. */
  readonly digits: string;
  readonly #text: string;
  /** Of each group: where it stands in the text. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  /** Of each group: how many digits are before it. */
  readonly #before: number[] = [];

  /** @param text All of it. @param start Where the first digit stands. @param end Behind the last one. */
  constructor(text: string, start: number, end: number) {
    this.#text = text;
    let digits = '';
    for (const { 0: group, index } of text.slice(start, end).matchAll(/\d+/g)) {
      this.#starts.push(start + index);
      this.#ends.push(start + index + group.length);
      this.#before.push(digits.length);
      digits += group;
    }
    this.digits = digits;
  }

  get groups(): number {
    return this.#starts.length;
  }

  start(group: number): number {
    return this.#starts[group] ?? 0;
  }

  end(group: number): number {
    return this.#ends[group] ?? 0;
  }

  /** 0 behind the last one. */
  lengthOf(group: number): number {
    return this.end(group) - this.start(group);
  }

  /** The digits of some groups, from the first up to the last of them. */
  joined(first: number, last: number): string {
    return this.digits.slice(this.#before[first], (this.#before[last] ?? 0) + this.lengthOf(last));
  }

  /** Whether a group is what follows a decimal point, or a phone's country and number: `0.88`, `+6011…`. */
  isPartOfNumber(group: number): boolean {
    const start = this.start(group);
    const sign = this.#text.charAt(start - 1);
    if (sign === '.') return group > 0 && this.end(group - 1) === start - 1;
    return sign === '+' && !/\w/.test(this.#text.charAt(start - 2));
  }

  /** Whether a letter stands right before the first or behind the last of some groups. */
  touchesLetter(first: number, last: number): boolean {
    const before = this.#text.charAt(this.start(first) - 1);
    return /[A-Za-z]/.test(before) || /[A-Za-z]/.test(this.#text.charAt(this.end(last)));
  }

  /** The text before a group, as much as is asked for. */
  textBefore(group: number, length: number): string {
    const start = this.start(group);
    return this.#text.slice(Math.max(0, start - length), start);
  }
}
