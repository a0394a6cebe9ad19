/** Whether standard output is to be coloured. https://no-color.org and https://force-color.org */
export function inColour(): boolean {
  if ((process.env['NO_COLOR'] ?? '') !== '') return false;
  if ((process.env['FORCE_COLOR'] ?? '') !== '') return true;
  return process.stdout.isTTY;
}
