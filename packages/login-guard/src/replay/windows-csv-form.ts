import { CsvRecords } from './csv-records.ts';
import type { LineForm, LineReader, TimeOptions } from './line-form.ts';
import { localTimeReader } from './local-times.ts';
import { windowsVerdict } from './windows-events.ts';

/** Names of columns, in small letters and without spaces. */
const COLUMNS = {
  time: ['timecreated', 'dateandtime', 'timegenerated', 'eventtime', 'date'],
  id: ['id', 'eventid', 'eventcode', 'instanceid'],
  account: ['targetusername', 'accountname'],
  address: ['ipaddress', 'sourcenetworkaddress'],
  subStatus: ['substatus'],
  status: ['status'],
  logonType: ['logontype'],
} as const;
type Column = keyof typeof COLUMNS;

/** What the description of an event says, where there are no columns for it. English only. */
const DESCRIPTION: Readonly<Partial<Record<Column, RegExp>>> = {
  account:
    /(?:Account For Which Logon Failed|New Logon):[^]{0,400}?Account Name:[ \t]{0,40}([^\r\n]{0,256})/,
  address: /Source Network Address:[ \t]{0,40}(\S{0,64})/,
  subStatus: /Sub Status:[ \t]{0,40}(0x[\da-fA-F]{1,8})/,
  logonType: /Logon Type:[ \t]{0,40}(\d{1,2})/,
};

/**
 * The security log as `Export-Csv` or the Event Viewer write it: a line with the names of the columns, then
 * an event a record. Times have to be ISO 8601.
 */
export const windowsCsv: LineForm = {
  name: 'Windows events in CSV',
  reader(options: TimeOptions): LineReader {
    const readTime = localTimeReader(options);
    const records = new CsvRecords();
    let columns: ReadonlyMap<Column, number> | undefined;
    return {
      read(line) {
        columns ??= headOf(line);
        if (columns === undefined) return undefined;
        const fields = records.add(line);
        if (fields === undefined || headOf(line) !== undefined) return 'none';
        const read = (column: Column): string => valueOf(column, fields, columns ?? new Map());
        return windowsVerdict({
          time: readTime(read('time')),
          id: read('id'),
          account: read('account'),
          address: read('address'),
          status: read('subStatus').replace(/^0x0$/, '') || read('status'),
          logonType: read('logonType'),
        });
      },
    };
  },
};

/** Which column is where, if the line names those of the time and of the event's number. */
function headOf(line: string): ReadonlyMap<Column, number> | undefined {
  if (!line.includes(',') || line.length > 4096) return undefined;
  const names = (new CsvRecords().add(line) ?? []).map((name) =>
    name.replace(/[\s_\ufeff]/g, '').toLowerCase(),
  );
  const found = new Map<Column, number>();
  for (const [column, known] of Object.entries(COLUMNS)) {
    const at = names.findIndex((name) => known.some((one) => one === name));
    if (at !== -1 && isColumn(column)) found.set(column, at);
  }
  return found.has('time') && found.has('id') ? found : undefined;
}

function isColumn(name: string): name is Column {
  return name in COLUMNS;
}

function valueOf(
  column: Column,
  fields: readonly string[],
  columns: ReadonlyMap<Column, number>,
): string {
  const at = columns.get(column);
  const own = at === undefined ? '' : (fields[at] ?? '').trim();
  const pattern = DESCRIPTION[column];
  if (own !== '' || pattern === undefined) return own;
  const longest = fields.reduce((most, field) => (field.length > most.length ? field : most), '');
  return (pattern.exec(longest)?.[1] ?? '').trim();
}
