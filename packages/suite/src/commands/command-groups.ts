import type { CommandGroup } from './command-entry.ts';

export const LOGS: CommandGroup = {
  name: 'logs',
  summary: 'read, count and verify log files',
  description: 'Reads, counts and verifies the files that createLogger() writes.',
  commands: [
    {
      name: 'tail',
      summary: 'show the last lines, and new ones as they are written',
      load: async () => (await import('./logs/tail.ts')).tailCommand,
    },
    {
      name: 'search',
      summary: 'find lines',
      load: async () => (await import('./logs/search.ts')).searchCommand,
    },
    {
      name: 'stats',
      summary: 'count lines by category, level and event',
      load: async () => (await import('./logs/stats.ts')).statsCommand,
    },
    {
      name: 'verify',
      summary: 'verify that no line was altered, added or removed',
      load: async () => (await import('./logs/verify.ts')).verifyCommand,
    },
  ],
};

export const LOGINS: CommandGroup = {
  name: 'logins',
  summary: 'find attacks on logins',
  description: 'Finds attacks in logs of logins.',
  commands: [
    {
      name: 'analyse',
      summary: 'find attacks in a log of logins',
      load: async () => (await import('./logins/analyse.ts')).analyseCommand,
    },
  ],
};

export const INCIDENTS: CommandGroup = {
  name: 'incidents',
  summary: 'list attacks on logins, and record what was done',
  description:
    'Lists attacks that the app found, and records what was done about them. Without a command: list.',
  commands: [
    {
      name: 'list',
      summary: 'list attacks that the app found',
      isDefault: true,
      load: async () => (await import('./incidents/list.ts')).listCommand,
    },
    {
      name: 'change',
      summary: 'acknowledge, close or reopen an incident',
      load: async () => (await import('./incidents/change.ts')).changeCommand,
    },
  ],
};

export const SESSIONS: CommandGroup = {
  name: 'sessions',
  summary: 'list the sessions of an account, and end them',
  description: 'Lists and ends sessions that are kept in Redis. Without a command: list.',
  commands: [
    {
      name: 'list',
      summary: 'list the sessions of an account',
      isDefault: true,
      load: async () => (await import('./sessions/list.ts')).listCommand,
    },
    {
      name: 'end',
      summary: 'sign an account out everywhere',
      load: async () => (await import('./sessions/end.ts')).endCommand,
    },
  ],
};

export const CONSENT: CommandGroup = {
  name: 'consent',
  summary: 'prove what visitors chose',
  description: "Reads the receipts of visitors' choices from the log.",
  commands: [
    {
      name: 'verify',
      summary: 'verify that receipts and texts are unaltered',
      load: async () => (await import('./consent/verify.ts')).verifyCommand,
    },
    {
      name: 'show',
      summary: 'show a receipt, with the text that was shown',
      load: async () => (await import('./consent/show.ts')).showCommand,
    },
    {
      name: 'export',
      summary: 'print receipts as a table',
      load: async () => (await import('./consent/export.ts')).exportCommand,
    },
  ],
};

export const PRIVACY: CommandGroup = {
  name: 'privacy',
  summary: 'show what is kept about visitors, and for how long',
  description: 'Shows what the app keeps about visitors, and the documents made from it.',
  commands: [
    {
      name: 'map',
      summary: 'list every place where data is kept',
      load: async () => (await import('./privacy/map.ts')).mapCommand,
    },
    {
      name: 'retention',
      summary: 'show how old data is, and how old it may get',
      load: async () => (await import('./privacy/retention.ts')).retentionCommand,
    },
    {
      name: 'notice',
      summary: 'print the privacy notice',
      load: async () => (await import('./privacy/notice.ts')).noticeCommand,
    },
    {
      name: 'record',
      summary: 'print the record of processing',
      load: async () => (await import('./privacy/record.ts')).recordCommand,
    },
    {
      name: 'changes',
      summary: 'show what each version of the notice changed',
      load: async () => (await import('./privacy/changes.ts')).changesCommand,
    },
  ],
};

export const SUBJECT: CommandGroup = {
  name: 'subject',
  summary: 'show or erase the data about a person on request',
  description: 'Answers requests from people about their own data.',
  commands: [
    {
      name: 'export',
      summary: 'find all data about an account',
      load: async () => (await import('./subject/export.ts')).exportCommand,
    },
    {
      name: 'erase',
      summary: 'erase the data about an account',
      load: async () => (await import('./subject/erase.ts')).eraseCommand,
    },
  ],
};

export const SPOOL: CommandGroup = {
  name: 'spool',
  summary: 'see what waits for ClickHouse, and send parked rows again',
  description: 'Shows what waits for ClickHouse and what it rejected. Without a command: list.',
  commands: [
    {
      name: 'list',
      summary: 'list waiting and parked rows',
      isDefault: true,
      load: async () => (await import('./spool/list.ts')).listCommand,
    },
    {
      name: 'show',
      summary: 'print parked rows, each with the reason',
      load: async () => (await import('./spool/show.ts')).showCommand,
    },
    {
      name: 'retry',
      summary: 'send parked rows again',
      load: async () => (await import('./spool/retry.ts')).retryCommand,
    },
  ],
};

export const CONFIG: CommandGroup = {
  name: 'config',
  summary: 'check the settings before the app starts',
  description: 'Checks the settings in the environment of the app.',
  commands: [
    {
      name: 'check',
      summary: 'list wrong settings, and how to fix them',
      load: async () => (await import('./config/check.ts')).checkCommand,
    },
  ],
};
