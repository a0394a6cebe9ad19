export { APP_NAME, appName } from './app-name.ts';
export { closedList } from './closed-list.ts';
export { closestWord } from './closest-word.ts';
export { functionOption, partOption } from './option-kinds.ts';
export { parseOptions } from './parse-options.ts';
export { reportMode } from './report-mode.ts';
export { DEFAULT_SMALL_CELLS, smallCellsOption } from './small-cells.ts';
export { timeZoneOption } from './time-zone.ts';
export { wholeNumber } from './whole-number.ts';
