import { z } from 'zod';
import { closestWord } from './closest-word.ts';
import { EmasError } from '@emas/errors';

/**
 * Checks a factory's options once, at mount time, and fills in defaults.
 *
 * Reports every fault at once: the option's path, what was expected, and the kind of value received (never
 * the value itself, which may be a secret). A misspelt name gets a suggestion.
 *
 * @param where The factory as its caller knows it, `analytics`.
 * @param code The error's stable code.
 * @throws EmasError with `code`, when anything is wrong.
 */
export function parseOptions<Schema extends z.ZodObject>(
  where: string,
  code: `ERR_EMAS_${string}`,
  schema: Schema,
  given: unknown,
): z.output<Schema> {
  const result = schema.safeParse(withoutUndefined(given), { reportInput: true });
  if (result.success) return result.data;
  const faults = result.error.issues.flatMap((issue) => describeIssue(issue, schema, given));
  throw new EmasError(code, `${where}: ${faults.join('; ')}.`);
}

/** `{ port: undefined }` means "not given": spreads of optional settings produce it all the time. */
function withoutUndefined(given: unknown): unknown {
  if (given === undefined) return {};
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given;
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function describeIssue(issue: z.core.$ZodIssue, schema: z.ZodType, given: unknown): string[] {
  if (issue.code === 'invalid_union' && kindOf(issue.input) === 'an object') {
    // Of { … } or false: what is wrong inside of the object says more than that it is neither.
    const inside = issue.errors.find((faults) =>
      faults.every(({ code, path }) => path.length > 0 || code === 'unrecognized_keys'),
    );
    if (inside !== undefined) {
      return inside.flatMap((fault) =>
        describeIssue({ ...fault, path: [...issue.path, ...fault.path] }, schema, given),
      );
    }
  }
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => {
      const guess = closestWord(key, known);
      const fix =
        guess === undefined ? `expected one of ${known.join(', ')}` : `did you mean "${guess}"?`;
      return `unknown option "${[...issue.path, key].join('.')}", ${fix}`;
    });
  }
  // A rule about several options is told of one of them, and was given all.
  const received = kindOf(issue.path.length === 0 ? issue.input : valueAt(given, issue.path));
  const where = issue.path.length === 0 ? '' : `option "${issue.path.join('.')}": `;
  // The library's own words for what has none of ours.
  const message = issue.message.replace(/^Invalid input: (.*), received .*$/, '$1');
  return [`${where}${message}, received ${received}`];
}

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined),
    given,
  );
}

function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: z.ZodType = unwrapped(schema);
  for (const step of path) {
    if (!(at instanceof z.ZodObject)) return [];
    const next: unknown = at.shape[String(step)];
    if (!(next instanceof z.ZodType)) return [];
    at = unwrapped(next);
  }
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

/** Of what may be an object or something else, the object. */
function unwrapped(schema: z.ZodType): z.ZodType {
  let at = withoutDefaults(schema);
  while (at instanceof z.ZodUnion) {
    const all = at.options.filter((option) => option instanceof z.ZodType);
    const inner = all.map(withoutDefaults).find((one) => one instanceof z.ZodObject);
    if (inner === undefined) return at;
    at = inner;
  }
  return at;
}

function withoutDefaults(schema: z.ZodType): z.ZodType {
  let at: unknown = schema;
  while (
    at instanceof z.ZodOptional ||
    at instanceof z.ZodDefault ||
    at instanceof z.ZodPrefault ||
    at instanceof z.ZodNullable
  ) {
    at = at.unwrap();
  }
  return at instanceof z.ZodType ? at : schema;
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'string') return `a ${value.length}-character string`;
  if (typeof value === 'object') return 'an object';
  return `a ${typeof value}`;
}
