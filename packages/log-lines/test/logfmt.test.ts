import { expect, it, test } from '@jest/globals';
import { logfmtFields } from '@emas/log-lines';

test('fields are read with and without quotes, the first of a name', () => {
  const text = String.raw`event=a reason="b \"c\" \\" empty= event=later msg=""`;
  expect([...logfmtFields(text)]).toEqual([
    ['event', 'a'],
    ['reason', String.raw`b "c" ` + '\\'],
    ['empty', ''],
    ['msg', ''],
  ]);
});

it.each<[string, number, string[]]>([
  ['a=1 not a field b=2', 0, ['a']],
  ['header: a=1 b=2', 8, ['a', 'b']],
  ['a="open', 0, []],
  ['', 0, []],
])('%j from %d on has %j', (text, from, names) => {
  expect([...logfmtFields(text, from).keys()]).toEqual(names);
});
