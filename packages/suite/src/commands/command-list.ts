import type { CommandEntry, CommandGroup } from './command-entry.ts';
import {
  CONFIG,
  CONSENT,
  INCIDENTS,
  LOGINS,
  LOGS,
  PRIVACY,
  SESSIONS,
  SPOOL,
  SUBJECT,
} from './command-groups.ts';

/** All commands, under the headings of `emas --help`. A command's modules are loaded when it is named. */
export const COMMANDS: readonly (readonly [
  heading: string,
  entries: readonly (CommandEntry | CommandGroup)[],
])[] = [
  [
    'Traffic:',
    [
      {
        name: 'traffic',
        summary: 'show the figures of the traffic page',
        load: async () => (await import('./traffic/traffic.ts')).trafficCommand,
      },
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
        summary: 'show the hash of an account in the log',
        load: async () => (await import('./hash.ts')).hashCommand,
      },
      {
        name: 'updates',
        summary: 'show which versions changed, and when',
        load: async () => (await import('./updates.ts')).updatesCommand,
      },
      {
        name: 'deprecations',
        summary: 'show who still calls deprecated endpoints, and which can be removed',
        load: async () => (await import('./deprecations.ts')).deprecationsCommand,
      },
    ],
  ],
  [
    'Logins:',
    [
      LOGINS,
      INCIDENTS,
      SESSIONS,
      {
        name: 'block',
        summary: 'block a network for a while',
        load: async () => (await import('./blocks/block.ts')).blockCommand,
      },
      {
        name: 'unblock',
        summary: 'unblock a network',
        load: async () => (await import('./blocks/unblock.ts')).unblockCommand,
      },
      {
        name: 'blocks',
        summary: 'list the blocked networks',
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
        summary: 'write a report of a breach, for the notification within 72 hours',
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
        summary: 'back up all figures of the embedded engine to a file',
        load: async () => (await import('./transfer/backup.ts')).backupCommand,
      },
      {
        name: 'restore',
        summary: 'restore a backup',
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
      {
        name: 'init',
        summary: 'write keys, settings and a mount into a new or existing app',
        load: async () => (await import('./init/init.ts')).initCommand,
      },
      CONFIG,
      SPOOL,
      {
        name: 'doctor',
        summary: 'list the weaknesses of a page, and what was or would be blocked',
        load: async () => (await import('./doctor/doctor.ts')).doctorCommand,
      },
      {
        name: 'completion',
        summary: 'print a script for shell completion',
        load: async () => (await import('./completion/completion.ts')).completionCommand,
      },
    ],
  ],
];
