/**
 * Which letters follow a letter in at least three of two hundred English and Malay words that have it: a word in
 * which many others do is none that people speak. Counted over the descriptions of 100,000 packages and the texts of
 * the suite.
 */
const FOLLOWERS: Readonly<Record<string, string>> = {
  a: 'bcdgiklmnprstuvy',
  b: 'abeilorsu',
  c: 'acehiklorstu',
  d: 'abdefgilorsu',
  e: 'abcdeflmnprstvx',
  f: 'aefilorstuy',
  g: 'aeghilmnorsu',
  h: 'aeimorstuy',
  i: 'abcdefglmnoprstvz',
  j: 'aeiosu',
  k: 'abdeilnorstuy',
  l: 'adeilostuy',
  m: 'abeilmopsu',
  n: 'acdefgiknostu',
  o: 'abcdgiklmnoprstuvw',
  p: 'aehiloprstu',
  q: 'ilpru',
  r: 'acdeikmnorstuy',
  s: 'acehiklmopstuy',
  t: 'acehilorstuy',
  u: 'abcdegilmnprst',
  v: 'aeiou',
  w: 'aehilnors',
  x: 'acdeilmopsty',
  y: 'abcdefgilmnoprstuw',
  z: 'aeilouyz',
};

/** Whether the second letter rarely follows the first, in words; case does not matter. */
export function isRarePair(first: string, second: string): boolean {
  return FOLLOWERS[first.toLowerCase()]?.includes(second.toLowerCase()) !== true;
}
