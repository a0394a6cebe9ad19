import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes it look as if a folder had lines for two hours up to `time`. Its clock is then believed at once;
 * after a pause of days that otherwise takes an hour.
 *
 * @returns What takes that away again.
 */
export function believeClock(folder: string, time: number = Date.now()): () => void {
  const begun = new Date(time - 7_200_000).toISOString();
  const path = join(folder, `steady.1.${begun.slice(0, 10)}.001.log`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, `{"time":"${begun}","level":"info"}\n`);
  utimesSync(path, time / 1000, time / 1000);
  return () => rmSync(path);
}
