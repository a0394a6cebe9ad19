import { EmasError } from '@emas/errors';
import { FIELD_NAMES } from './line-fields.ts';
import type { FieldName } from './line-fields.ts';
import type { JsonPaths } from './json-lines.ts';

const NEEDED: readonly FieldName[] = ['time', 'address', 'status'];

/**
 * Reads where a JSON log has its fields, of `address=client.ip,time=@timestamp,url=path,status=code`.
 *
 * @throws EmasError `ERR_EMAS_LOG_FORMAT` where it names a field that is none, or leaves out what a request needs.
 */
export function jsonMapping(text: string): JsonPaths {
  const paths: { [name in FieldName]?: readonly string[] } = {};
  for (const part of text.split(',')) {
    const at = part.indexOf('=');
    const name = part.slice(0, Math.max(0, at)).trim();
    const path = part.slice(at + 1).trim();
    const field = FIELD_NAMES.find((one) => one === name);
    if (field === undefined || path === '')
      throw unclear(`"${part.trim().slice(0, 60)}" is not a field`);
    paths[field] = [...(paths[field] ?? []), path];
  }
  const missing = NEEDED.filter((name) => paths[name] === undefined);
  if (paths.url === undefined && paths.request === undefined) missing.push('url');
  if (missing.length > 0) throw unclear(`${missing.join(', ')} must be named`);
  return paths;
}

function unclear(reason: string): EmasError {
  return new EmasError('ERR_EMAS_LOG_FORMAT', `The fields cannot be used: ${reason}.`, {
    help: `Write name=path, separated by commas, with the names ${FIELD_NAMES.join(', ')}.`,
  });
}
