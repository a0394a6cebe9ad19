import { accessForm } from './access-form.ts';
import { journalExport, readJournalObject } from './journal-forms.ts';
import { objectOf } from './json-objects.ts';
import { singleLines } from './line-form.ts';
import type { LineForm } from './line-form.ts';
import { localTimeReader } from './local-times.ts';
import { readOwnObject } from './own-lines.ts';
import { syslogForm } from './syslog-form.ts';
import { vsftpdForm } from './vsftpd-form.ts';
import { windowsCsv } from './windows-csv-form.ts';
import { windowsObjectReader } from './windows-json.ts';
import { windowsXml } from './windows-xml-form.ts';

/** Our own log, the journal and Windows' events as JSON, an object a line. */
const jsonForm: LineForm = singleLines('JSON of ours, of the journal or of Windows', (options) => {
  const readWindows = windowsObjectReader(localTimeReader(options));
  return (line) => {
    const object = objectOf(line);
    if (object === undefined) return undefined;
    return readOwnObject(object) ?? readJournalObject(object) ?? readWindows(object);
  };
});

/** All forms that are read without being told which. The first that takes a line has it. */
export const FORMS: readonly LineForm[] = [
  jsonForm,
  syslogForm,
  accessForm,
  vsftpdForm,
  journalExport,
  windowsXml,
  windowsCsv,
];
