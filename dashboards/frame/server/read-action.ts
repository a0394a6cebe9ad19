import { EmasError } from '@emas/errors';
import type { Request } from 'express';
import type { z } from 'zod';

/** @throws EmasError `ERR_EMAS_DASHBOARD_ACTION`, which says what is wrong with the body. */
export function readAction<Schema extends z.ZodType>(
  schema: Schema,
  req: Request,
): z.output<Schema> {
  const result = schema.safeParse(req.body);
  if (result.success) return result.data;
  const faults = result.error.issues.map(
    ({ path, message }) => `"${path.join('.') || 'body'}": ${message}`,
  );
  throw actionFault(`${faults.join('; ')}.`);
}

export function actionFault(message: string): EmasError {
  return new EmasError('ERR_EMAS_DASHBOARD_ACTION', message);
}
