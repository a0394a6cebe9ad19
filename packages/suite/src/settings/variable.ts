import { readFileSync } from 'node:fs';

/** What a variable says, and where it was found; or why it says nothing. */
export type Found = { readonly text: string; readonly from: string } | { readonly fault: string };

/** Ways in which a variable may be given besides its own name. */
export interface VariableNames {
  /** Whether `NAME_FILE` may name a file that it is in. */
  readonly secret?: boolean;
  /** A name under which platforms give the same. */
  readonly alias?: string;
}

/**
 * One rule for the app and for the `emas` command: an empty variable counts as none, and a secret that is
 * given twice, or in a file that is empty or cannot be read, is a fault.
 */
export function readVariable(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  { secret = false, alias }: VariableNames = {},
): Found | undefined {
  const valueOf = (one: string): string => env[one] ?? '';
  const file = secret ? valueOf(`${name}_FILE`) : '';
  const given = valueOf(name);
  if (file !== '' && given !== '') {
    return { fault: `${name} and ${name}_FILE are both set: remove one of them.` };
  }
  if (file !== '') return fromFile(`${name}_FILE`, file);
  if (given !== '') return { text: given, from: name };
  if (alias === undefined || valueOf(alias) === '') return undefined;
  return { text: valueOf(alias), from: alias };
}

function fromFile(name: string, path: string): Found {
  try {
    const text = readFileSync(path, 'utf8').trim();
    if (text !== '') return { text, from: name };
    return { fault: `${name}: the file ${path} is empty: put the secret into it.` };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { fault: `${name}: ${reason}; give a file that this process may read.` };
  }
}
