import type { ExplicitProblem } from '@emas/suite';
import type { z } from 'zod';
import type { Texts } from '../texts/texts.ts';

/** Every field has the same four texts, found under its own name. */
export type FieldName = keyof Texts['forms']['fields'];

interface FieldBase {
  readonly name: FieldName;
  readonly optional?: boolean;
}

export interface TextField extends FieldBase {
  readonly kind: 'text';
  /** @default 'text' */
  readonly type?: 'text' | 'email' | 'tel' | 'password';
  /** What a browser may fill in; `off` for details of somebody else. */
  readonly autocomplete: string;
  readonly inputMode?: 'numeric' | 'decimal';
  readonly maxLength: number;
  /** How much is expected, in the width of the box. @default 'full' */
  readonly width?: 'short' | 'full';
  readonly spellcheck?: false;
  /** Printed before the box, `RM`. */
  readonly prefix?: (texts: Texts) => string;
}

export interface DateField extends FieldBase {
  readonly kind: 'date';
  /** Days from today. */
  readonly earliest: number;
  readonly latest: number;
}

export interface LongTextField extends FieldBase {
  readonly kind: 'longText';
  readonly maxLength: number;
  readonly rows: number;
}

export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  readonly values: readonly string[];
  readonly labels: (texts: Texts) => Readonly<Record<string, string>>;
}

/** Files, which the portal reads apart from the other fields. */
export interface FilesField extends FieldBase {
  readonly kind: 'files';
  /** Types that browsers offer. */
  readonly accept: string;
}

export type Field = FilesField | TextField | DateField | LongTextField | ChoiceField;

interface Section {
  readonly legend: (texts: Texts) => string;
  readonly fields: readonly Field[];
}

/** One form: how it looks and what it accepts. */
export interface Form<Output> {
  /** Where it is sent, without the language. */
  readonly action: string;
  readonly submit: (texts: Texts) => string;
  readonly sections: readonly Section[];
  /** Whether it holds details about health, for which consent is asked apart. @default false */
  readonly isAboutHealth?: boolean;
  readonly schema: z.ZodType<Output>;
}

export type Fault = 'missing' | 'wrong';

/** What was typed, and what is the matter with it. */
export interface FormState {
  readonly values: Readonly<Partial<Record<FieldName, string>>>;
  readonly faults: ReadonlyMap<FieldName, Fault>;
  /** What is the matter with the consent to use details about health. */
  readonly consentProblem?: ExplicitProblem;
  /** Its box was ticked, and is empty now. */
  readonly isToAgreeAgain?: boolean;
}

export function isFaulty({ faults, consentProblem }: FormState): boolean {
  return faults.size > 0 || consentProblem !== undefined;
}

export const NO_FAULTS: ReadonlyMap<FieldName, Fault> = new Map();

export function fieldsOf(form: Form<unknown>): Field[] {
  return form.sections.flatMap((section) => section.fields);
}

export function takesFiles(form: Form<unknown>): boolean {
  return fieldsOf(form).some(({ kind }) => kind === 'files');
}
