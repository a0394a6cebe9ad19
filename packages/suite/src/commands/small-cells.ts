import { smallCellsOption } from '@emas/options';
import { defaultSmallCells } from '../settings/small-cells.ts';
import { setting } from './where.ts';
import type { Environment } from './where.ts';
import { wrongSetting } from './wrong-setting.ts';

/** How coarse an import keeps figures, and what says so. */
export interface SmallCells {
  readonly smallest: number;
  /** For people: names the variable. */
  readonly from: string;
}

/**
 * As coarse as the app keeps them: by EMAS_SMALL_CELLS, or by NODE_ENV. Where both are missing the app is in
 * development; the import is not, since the shell of a server has not always the variables of its service, and
 * figures about single persons cannot be made coarse later.
 *
 * @throws EmasError `ERR_EMAS_COMMAND_SETTING`.
 */
export function ownSmallCells(env: Environment = process.env): SmallCells {
  const text = setting(env, 'EMAS_SMALL_CELLS');
  if (text === undefined) {
    const isDevelopment = env['NODE_ENV'] === 'development';
    const from = isDevelopment
      ? 'NODE_ENV is development'
      : 'EMAS_SMALL_CELLS is not set; an app in development has 1';
    return { smallest: defaultSmallCells(isDevelopment), from };
  }
  const read = smallCellsOption('visitors').safeParse(Number(text));
  if (read.success) return { smallest: read.data, from: `EMAS_SMALL_CELLS is ${read.data}` };
  throw wrongSetting(
    'EMAS_SMALL_CELLS',
    text,
    'a number of visitors',
    'a whole number from 1 to 1000',
  );
}

/** Says so below the summaries: an app with another setting would show figures of two kinds. */
export function smallCellsText({ smallest, from }: SmallCells): string {
  return smallest === 1
    ? `Closed days keep every figure as it is (${from}).\n`
    : `Closed days keep figures of ${smallest} visitors or more (${from}).\n`;
}
