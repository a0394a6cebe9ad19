import { posix } from 'node:path';

/** Lines that a `.gitignore` lacks to leave these paths out. */
export function missingIgnores(text: string, paths: readonly string[]): string[] {
  const listed = new Set(text.split(/\r?\n/).map((line) => bare(line.trim())));
  return paths.filter((path) => !isCovered(bare(path), listed));
}

/** `/data/emas/`, `data/emas/**` and `data/emas` leave the same out. */
function bare(line: string): string {
  return line.replace(/^\//, '').replace(/\/(?:\*{1,2})?$/, '');
}

function isCovered(path: string, listed: ReadonlySet<string>): boolean {
  if (listed.has(path) || (path === '.env' && listed.has('.env*'))) return true;
  const above = posix.dirname(path);
  return above !== '.' && isCovered(above, listed);
}
