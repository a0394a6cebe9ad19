import { readText } from './project-files.ts';

const STATIC = /^(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]/gm;
const TYPES_ONLY = /^(?:import|export)\s+type\s/;
const FOR_EFFECT = /^import\s*['"]([^'"]+)['"]/gm;
const DYNAMIC = /\b(?:import|require)\(\s*['"]([^'"]+)['"]/g;

/** What a file's statements name. Words in comments do not begin a line, so they do not count. */
export function importsOf(file: string): string[] {
  return found(file, [STATIC, FOR_EFFECT, DYNAMIC]).map(([, from = '']) => from);
}

/** What is loaded with a file: neither types nor what it imports when it needs it. */
export function importsWhenLoaded(file: string): string[] {
  return found(file, [STATIC, FOR_EFFECT])
    .filter(([statement]) => !TYPES_ONLY.test(statement))
    .map(([, from = '']) => from);
}

function found(file: string, patterns: readonly RegExp[]): RegExpExecArray[] {
  const text = readText(file);
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)]);
}
