import type { MessageKind, ProgramMessages } from './program-messages.ts';

const kind = (word: string, outcome: MessageKind['outcome']): MessageKind => ({
  pattern: new RegExp(
    String.raw`^(?:\[pid \d{1,10}\] )?\[(?<name>.*)\] ${word} LOGIN: Client "(?<address>[^"\s]{2,64})"`,
    's',
  ),
  outcome,
  teller: () => ({ service: 'vsftpd', module: '', isComplete: true }),
});

/** vsftpd, by syslog and in a file of its own. */
export const vsftpd: ProgramMessages = {
  program: /^vsftpd$/,
  client: 'ftp',
  kinds: [
    kind('FAIL', 'failure'),
    kind('OK', 'success'),
    { pattern: /^(?:\[pid \d{1,10}\] )?(?:\[.*\] )?(?:CONNECT|FTP |OK |FAIL )/s, outcome: 'none' },
  ],
};
