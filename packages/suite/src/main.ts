import { endWithReader, runProgram } from './commands/run.ts';

endWithReader();
await runProgram(process.argv.slice(2));
