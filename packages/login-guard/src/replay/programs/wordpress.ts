import type { MessageKind, ProgramMessages } from './program-messages.ts';

const kind = (words: string, outcome: MessageKind['outcome']): MessageKind => ({
  pattern: new RegExp(String.raw`^${words}(?<name>.*) from (?<address>\S{2,45})$`, 's'),
  outcome,
  reason: 'wrong_password',
});

/** WordPress with the plugin WP fail2ban. */
export const wordpress: ProgramMessages = {
  program: /^(?:wordpress|wp)(?:\(.*\))?$/,
  client: 'wordpress',
  kinds: [
    kind('(?:XML-RPC |REST )?[Aa]uthentication failure for ', 'failure'),
    kind('(?:XML-RPC |REST )?[Aa]uthentication attempt for (?<unknown>unknown user )', 'failure'),
    kind('Accepted password for ', 'success'),
    { pattern: /^(?:Pingback|Comment|Spam|Blocked|XML-RPC multicall)/, outcome: 'none' },
  ],
};
