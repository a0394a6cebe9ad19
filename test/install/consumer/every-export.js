/** Each package, imported: exactly the exports that its index names. */
import { deepEqual } from 'node:assert/strict';

const expected = JSON.parse(process.argv[2]);
let count = 0;
for (const [name, names] of Object.entries(expected)) {
  const found = Object.keys(await import(name));
  deepEqual(found.toSorted(), names, name);
  count += found.length;
}
process.stdout.write(`${count} exports`);
