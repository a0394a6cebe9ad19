import type { Request } from 'express';
import { fieldsOf } from './form.ts';
import type { Fault, FieldName, Form, FormState } from './form.ts';

export type ReadForm<Output> =
  | {
      readonly accepted: true;
      readonly data: Output;
      /** As they were typed. */
      readonly values: FormState['values'];
    }
  | { readonly accepted: false; readonly state: FormState };

/** Reads a sent form by its own fields: what else a body holds is never looked at. */
export function readForm<Output>(form: Form<Output>, req: Request): ReadForm<Output> {
  const body: unknown = req.body;
  const values: Partial<Record<FieldName, string>> = {};
  for (const { name } of fieldsOf(form)) values[name] = textAt(body, name);
  const result = form.schema.safeParse(values);
  if (result.success) return { accepted: true, data: result.data, values };
  const faulty = new Map<unknown, Fault>();
  for (const { path, message } of result.error.issues) {
    // The first complaint about a field is the one to show.
    if (!faulty.has(path[0])) faulty.set(path[0], message === 'missing' ? 'missing' : 'wrong');
  }
  const faults = new Map<FieldName, Fault>();
  // In the order of the form, so that the list of errors can be worked off from the top.
  for (const { name } of fieldsOf(form)) {
    const fault = faulty.get(name);
    if (fault !== undefined) faults.set(name, fault);
  }
  return { accepted: false, state: { values, faults } };
}

/** A field sent twice is nobody's honest form: it counts as empty. */
function textAt(body: unknown, name: string): string {
  if (typeof body !== 'object' || body === null) return '';
  const value: unknown = Reflect.get(body, name);
  return typeof value === 'string' ? value : '';
}
