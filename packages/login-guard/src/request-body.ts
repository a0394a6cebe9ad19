import type { Request } from 'express';

/** The fields of a body that was read; none where it was not. */
export function bodyOf(req: Request): Readonly<Record<string, unknown>> {
  return fieldsOf(req.body);
}

/** What a field may be: an app may read it from the body or from the query, as passport does. */
export function fieldIn(req: Request, name: string): readonly unknown[] {
  return [bodyOf(req)[name], fieldsOf(req.query)[name]];
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
