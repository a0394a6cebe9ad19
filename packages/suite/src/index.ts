export { importCommand } from './commands/import.ts';
