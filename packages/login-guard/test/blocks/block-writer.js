/** Blocks fifty networks in a file, one after the other; for file-blocks.test.ts. */
import { loginBlocks } from '../../dist/index.js';

const [file, own] = process.argv.slice(2);
const blocks = loginBlocks({ file });
for (let number = 0; number < 50; number += 1) {
  await blocks.add({
    prefix: `10.${own}.${number}.0/24`,
    duration: 3_600_000,
    reason: 'test',
    by: `process ${own}`,
  });
}
await blocks.close();
