/** Another program that has a data folder open, as Python's chdb would. */
import { createRequire } from 'node:module';

const { Session } = createRequire(import.meta.url)('chdb');
const session = new Session(process.argv[2]);
process.on('disconnect', () => {
  session.close();
  process.exit();
});
process.send('open');
