import { hash } from 'node:crypto';
import { messageOf, propertyOf } from '../thrown.ts';

const FRAMES = 5;
const DIGITS = 12;

/**
 * The same for the same fault, for all visitors: its type and code, and the places in the code that it
 * came by. Its message counts only where there is no stack, without the numbers and names in it.
 */
export function fingerprintOf(error: unknown): string {
  const told = typeof error === 'object' && error !== null ? error : { message: messageOf(error) };
  const kind = [textAt(told, 'name'), textAt(told, 'code')];
  const frames = framesOf(textAt(told, 'stack'));
  const parts = frames.length > 0 ? frames : [withoutValues(textAt(told, 'message'))];
  return hash('sha256', [...kind, ...parts].join('\n'), 'hex').slice(0, DIGITS);
}

/** Function and file, not line and column: those change with any release. */
function framesOf(stack: string): string[] {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, FRAMES)
    .map((line) =>
      line
        .trim()
        .replace(/:\d+:\d+(\)?)$/, '$1')
        .replace(/^at async /, 'at '),
    );
}

function withoutValues(message: string): string {
  return message
    .replaceAll(/"[^"]*"|'[^']*'|`[^`]*`/g, '…')
    .replaceAll(/\d+/g, '0')
    .slice(0, 200);
}

function textAt(value: unknown, key: string): string {
  const text = propertyOf(value, key);
  return typeof text === 'string' || typeof text === 'number' ? String(text) : '';
}
