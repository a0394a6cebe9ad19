/**
 * A program: brings what it is given on standard input to a syslog receiver, and ends with 0 where the
 * receiver's side has all of it. `sendRest()` starts it while a process ends.
 */
import { buffer } from 'node:stream/consumers';
import { openSocket } from './syslog/open-socket.ts';
import type { RestSettings } from './syslog/rest.ts';

const NEWLINE = 0x0a;
const GOODBYE = 500;

const input = await buffer(process.stdin);
const end = input.indexOf(NEWLINE);
// Nobody but this package starts it.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const settings = JSON.parse(input.toString('utf8', 0, end)) as RestSettings;
setTimeout(() => process.exit(), settings.timeout).unref();
process.exitCode = 1;
const socket = openSocket(settings, () => {
  socket.end(input.subarray(end + 1), () => {
    process.exitCode = 0;
    // It closes its side when it has read all of it; one that does not has it all the same.
    setTimeout(() => process.exit(), GOODBYE).unref();
  });
});
socket.on('error', () => process.exit());
