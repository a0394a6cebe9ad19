import type { Command } from 'commander';

/** A command: what `emas --help` shows of it, and where the rest is. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Whether its group's name alone means it. @default false */
  readonly isDefault?: boolean;
  /** Loads what adds its description, arguments, options and action. */
  readonly load: () => Promise<(command: Command) => Command>;
}

/** Commands with a name in common, such as `emas logs …`. */
export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly commands: readonly CommandEntry[];
}

const LOGS: CommandGroup = {
  name: 'logs',
  summary: 'read, count and verify log files',
  description: 'Reads, counts and verifies the files that createLogger() writes.',
  commands: [
    {
      name: 'tail',
      summary: 'show the last lines, and those that come',
      load: async () => (await import('./logs/tail.ts')).tailCommand,
    },
    {
      name: 'search',
      summary: 'find lines',
      load: async () => (await import('./logs/search.ts')).searchCommand,
    },
    {
      name: 'stats',
      summary: 'count lines by what they are',
      load: async () => (await import('./logs/stats.ts')).statsCommand,
    },
    {
      name: 'verify',
      summary: 'prove that no line was altered, added or taken away',
      load: async () => (await import('./logs/verify.ts')).verifyCommand,
    },
  ],
};

const LOGINS: CommandGroup = {
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

const CONSENT: CommandGroup = {
  name: 'consent',
  summary: 'prove what visitors chose',
  description: "Reads the receipts of visitors' choices from the log.",
  commands: [
    {
      name: 'verify',
      summary: 'prove that receipts and texts are whole',
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

const PRIVACY: CommandGroup = {
  name: 'privacy',
  summary: 'show what is kept of visitors, and for how long',
  description: 'Shows what the app keeps of visitors, and the texts that are made of it.',
  commands: [
    {
      name: 'map',
      summary: 'list every place in which something is kept',
      load: async () => (await import('./privacy/map.ts')).mapCommand,
    },
    {
      name: 'retention',
      summary: 'show how old things are, and how old they may be',
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

const SUBJECT: CommandGroup = {
  name: 'subject',
  summary: 'show or erase what is kept of a person who asks',
  description: 'Answers requests of the person whose data it is.',
  commands: [
    {
      name: 'export',
      summary: 'find all that is kept of an account',
      load: async () => (await import('./subject/export.ts')).exportCommand,
    },
    {
      name: 'erase',
      summary: 'erase what is kept of an account',
      load: async () => (await import('./subject/erase.ts')).eraseCommand,
    },
  ],
};

const SPOOL: CommandGroup = {
  name: 'spool',
  summary: 'see what waits for ClickHouse, and send parked rows again',
  description: 'Shows what waits for ClickHouse and what it rejected. Without a command: list.',
  commands: [
    {
      name: 'list',
      summary: 'list what waits and what was parked',
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
      summary: 'have parked rows sent again',
      load: async () => (await import('./spool/retry.ts')).retryCommand,
    },
  ],
};

/** All commands, under the headings of `emas --help`. A command's modules are loaded when it is named. */
export const COMMANDS: readonly (readonly [
  heading: string,
  entries: readonly (CommandEntry | CommandGroup)[],
])[] = [
  [
    'Traffic:',
    [
      {
        name: 'import',
        summary: 'count the page views of access logs',
        load: async () => (await import('./import.ts')).importCommand,
      },
      {
        name: 'forget',
        summary: 'remove all traffic figures of an app',
        load: async () => (await import('./forget.ts')).forgetCommand,
      },
    ],
  ],
  [
    'Logs:',
    [
      LOGS,
      {
        name: 'hash',
        summary: 'show what stands for an account in the log',
        load: async () => (await import('./hash.ts')).hashCommand,
      },
      {
        name: 'updates',
        summary: 'show which versions changed, and when',
        load: async () => (await import('./updates.ts')).updatesCommand,
      },
      {
        name: 'deprecations',
        summary: 'show who still calls deprecated endpoints, and which can go',
        load: async () => (await import('./deprecations.ts')).deprecationsCommand,
      },
    ],
  ],
  [
    'Logins:',
    [
      LOGINS,
      {
        name: 'block',
        summary: 'keep a network out for a while',
        load: async () => (await import('./blocks/block.ts')).blockCommand,
      },
      {
        name: 'unblock',
        summary: 'let a blocked network in again',
        load: async () => (await import('./blocks/unblock.ts')).unblockCommand,
      },
      {
        name: 'blocks',
        summary: 'list the networks that are kept out',
        load: async () => (await import('./blocks/blocks.ts')).blocksCommand,
      },
    ],
  ],
  [
    'Privacy:',
    [
      PRIVACY,
      SUBJECT,
      CONSENT,
      {
        name: 'breach',
        summary: 'write what is known of a breach, for the notice within 72 hours',
        load: async () => (await import('./breach/breach.ts')).breachCommand,
      },
    ],
  ],
  [
    'Figures:',
    [
      {
        name: 'engine',
        summary: 'run the embedded ClickHouse engine by itself',
        load: async () => (await import('./engine.ts')).engineCommand,
      },
      {
        name: 'backup',
        summary: 'write all figures of the embedded engine into a file',
        load: async () => (await import('./transfer/backup.ts')).backupCommand,
      },
      {
        name: 'restore',
        summary: 'bring back what a backup holds',
        load: async () => (await import('./transfer/restore.ts')).restoreCommand,
      },
      {
        name: 'copy',
        summary: 'copy all figures of the embedded engine to a server',
        load: async () => (await import('./transfer/copy.ts')).copyCommand,
      },
    ],
  ],
  [
    'The app:',
    [
      SPOOL,
      {
        name: 'doctor',
        summary: 'say what of a page is weaker than it could be',
        load: async () => (await import('./doctor.ts')).doctorCommand,
      },
    ],
  ],
];
