import type { Request } from 'express';
import type { z } from 'zod';
import { receivedReceipts } from '../receipts/receive-receipts.ts';
import { fieldsOf, takesFiles } from './form.ts';
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
  const areFilesWrong = takesFiles(form) && receivedReceipts(req).isWrong;
  if (result.success && !areFilesWrong) return { accepted: true, data: result.data, values };
  const faulty = firstFaults(result.error?.issues ?? []);
  if (areFilesWrong) faulty.set('receipts', 'wrong');
  const faults = new Map<FieldName, Fault>();
  // In the order of the form, so that the list of errors can be worked off from the top.
  for (const { name } of fieldsOf(form)) {
    const fault = faulty.get(name);
    if (fault !== undefined) faults.set(name, fault);
  }
  return { accepted: false, state: { values, faults: withFilesAgain(faults, req) } };
}

/** The first complaint about a field is the one to show. */
function firstFaults(issues: readonly z.core.$ZodIssue[]): Map<unknown, Fault> {
  const faulty = new Map<unknown, Fault>();
  for (const { path, message } of issues) {
    if (!faulty.has(path[0])) faulty.set(path[0], message === 'missing' ? 'missing' : 'wrong');
  }
  return faulty;
}

/** Files do not stay in a form that comes back, so visitors must attach them again. */
export function withFilesAgain(
  faults: ReadonlyMap<FieldName, Fault>,
  req: Request,
): ReadonlyMap<FieldName, Fault> {
  if (faults.has('receipts') || receivedReceipts(req).files.length === 0) return faults;
  return new Map([...faults, ['receipts', 'missing']]);
}

/** A field sent twice is nobody's honest form: it counts as empty. */
function textAt(body: unknown, name: string): string {
  if (typeof body !== 'object' || body === null) return '';
  const value: unknown = Reflect.get(body, name);
  return typeof value === 'string' ? value : '';
}
