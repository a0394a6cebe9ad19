import { emasProgram } from './commands/program.ts';
import { endWithReader, runProgram } from './commands/run.ts';

endWithReader();
await runProgram(emasProgram(), process.argv.slice(2));
