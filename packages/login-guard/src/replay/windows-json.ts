import { textAt } from './json-objects.ts';
import type { JsonObject } from './json-objects.ts';
import type { Verdict } from './line-form.ts';
import { windowsVerdict } from './windows-events.ts';

/** Where Winlogbeat, NXLog and PowerShell have each field, in the order in which they are looked for. */
const PATHS = {
  id: ['winlog.event_id', 'event.code', 'EventID', 'EventId', 'Id'],
  time: ['@timestamp', 'EventTime', 'TimeCreated', 'time'],
  account: ['winlog.event_data.TargetUserName', 'TargetUserName', 'user.name'],
  address: ['winlog.event_data.IpAddress', 'IpAddress', 'source.ip'],
  subStatus: ['winlog.event_data.SubStatus', 'SubStatus'],
  status: ['winlog.event_data.Status', 'Status'],
  logonType: ['winlog.event_data.LogonType', 'LogonType'],
} as const;

/** An event of Windows' security log as a JSON object. */
export function windowsObjectReader(
  readTime: (text: string) => number,
): (object: JsonObject) => Verdict | undefined {
  return (object) => {
    const read = (paths: readonly string[]): string => {
      for (const path of paths) {
        const value = textAt(object, path);
        if (value !== '') return value;
      }
      return '';
    };
    const account = read(PATHS.account);
    const id = read(PATHS.id);
    if (account === '' || !/^\d{3,5}$/.test(id)) return undefined;
    return windowsVerdict({
      time: readTime(read(PATHS.time)),
      id,
      account,
      address: read(PATHS.address),
      status: read(PATHS.subStatus).replace(/^0x0$/, '') || read(PATHS.status),
      logonType: read(PATHS.logonType),
    });
  };
}
