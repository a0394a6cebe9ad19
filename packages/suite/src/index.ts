export { consentCommand } from './commands/consent/consent.ts';
export { deprecationsCommand } from './commands/deprecations.ts';
export { importCommand } from './commands/import.ts';
export { logsCommand } from './commands/logs/logs.ts';
export { updatesCommand } from './commands/updates.ts';
