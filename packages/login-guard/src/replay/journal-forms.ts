import type { JsonObject } from './json-objects.ts';
import type { LineForm, LineReader, Verdict } from './line-form.ts';
import { messageVerdict } from './syslog-form.ts';
import { processName } from './syslog-header.ts';

const FIRST_FIELD = /^__(?:CURSOR|REALTIME_TIMESTAMP)=/;
const FIELD = /^([A-Z0-9_]{1,64})(?:=(.*))?$/s;
/** A binary field is its length in eight bytes, then the value. */
const LENGTH_BYTES = 8;
const MOST_FIELDS = 200;

/** An entry of systemd's journal: as an object of `journalctl -o json`, or made of the lines of an export. */
function journalVerdict(entry: JsonObject): Verdict | undefined {
  const time = Number(entry['__REALTIME_TIMESTAMP']) / 1000;
  const message = messageText(entry['MESSAGE']);
  if (!Number.isFinite(time) || time === 0 || message === undefined) return undefined;
  const text = (name: string): string => {
    const value = entry[name];
    return typeof value === 'string' ? value : '';
  };
  const program = text('SYSLOG_IDENTIFIER') || text('_COMM');
  const process = processName(text('_HOSTNAME'), program, text('_PID') || text('SYSLOG_PID'));
  return messageVerdict({ time, program, process, message });
}

/** What is no text is written as its bytes. */
function messageText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return undefined;
  return Buffer.from(value.map(Number)).toString('utf8');
}

/** `journalctl -o export`: a field a line, and a blank line behind each entry. */
export const journalExport: LineForm = {
  name: 'journal export',
  reader(): LineReader {
    let entry: Map<string, string> | undefined;
    let binary: string | undefined;
    const end = (): Verdict | undefined => {
      const verdict = entry === undefined ? undefined : journalVerdict(Object.fromEntries(entry));
      entry = undefined;
      binary = undefined;
      return verdict;
    };
    return {
      read(line) {
        if (entry === undefined && FIRST_FIELD.test(line)) entry = new Map();
        if (entry === undefined) return undefined;
        if (line === '' && binary === undefined) return end() ?? 'none';
        if (binary !== undefined) {
          entry.set(binary, line.slice(LENGTH_BYTES));
          binary = undefined;
          return 'none';
        }
        const [, name, value] = FIELD.exec(line) ?? [];
        if (name === undefined || entry.size >= MOST_FIELDS) return 'none';
        if (value === undefined) binary = name;
        else entry.set(name, value);
        return 'none';
      },
      end,
    };
  },
};

/** `journalctl -o json`: an entry a line. */
export function readJournalObject(entry: JsonObject): Verdict | undefined {
  return 'MESSAGE' in entry && '__REALTIME_TIMESTAMP' in entry ? journalVerdict(entry) : undefined;
}
