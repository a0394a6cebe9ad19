/** Each package, required: Node 20.19 and newer hand an ES module out to CommonJS. */
const { deepEqual, ok } = require('node:assert/strict');

const expected = JSON.parse(process.argv[2]);
let count = 0;
for (const [name, names] of Object.entries(expected)) {
  const found = Object.keys(require(name)).filter((key) => key !== '__esModule');
  deepEqual(found.toSorted(), names, name);
  count += found.length;
}
ok(new (require('@emas/errors').EmasError)('ERR_EMAS_X', 'x') instanceof Error);
process.stdout.write(`${count} exports`);
