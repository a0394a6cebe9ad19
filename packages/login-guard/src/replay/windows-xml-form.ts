import type { LineForm, LineReader } from './line-form.ts';
import { windowsVerdict } from './windows-events.ts';

const BEGINS = /<Event[ >]/;
const ENDS = '</Event>';
const LONGEST_EVENT = 65_536;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** Events as `wevtutil qe Security /f:xml` and the Event Viewer write them, on one line or several. */
export const windowsXml: LineForm = {
  name: 'Windows events in XML',
  reader(): LineReader {
    let event: string | undefined;
    return {
      read(line) {
        const from = event === undefined ? line.search(BEGINS) : 0;
        if (event === undefined && from === -1)
          return /^(?:\ufeff)?(?:<\?xml|<\/?Events)/.test(line) ? 'none' : undefined;
        event = `${event ?? ''}${line.slice(from)}`;
        const isWhole = line.includes(ENDS);
        if (!isWhole && event.length < LONGEST_EVENT) return 'none';
        const whole = event;
        event = undefined;
        return isWhole ? windowsVerdict(eventFrom(whole)) : 'unread';
      },
    };
  },
};

function eventFrom(xml: string): Parameters<typeof windowsVerdict>[0] {
  const data = (name: string): string => {
    const starts = [`<Data Name='${name}'>`, `<Data Name="${name}">`].map((tag) =>
      xml.indexOf(tag),
    );
    const start = Math.max(...starts);
    if (start === -1) return '';
    const from = xml.indexOf('>', start) + 1;
    return decoded(xml.slice(from, xml.indexOf('<', from)));
  };
  const subStatus = data('SubStatus');
  const [, time = ''] = /<TimeCreated SystemTime=['"]([^'"]{1,40})['"]/.exec(xml) ?? [];
  const [, id = ''] = /<EventID(?: [^>]{0,80})?>(\d{1,6})</.exec(xml) ?? [];
  return {
    time: Date.parse(time),
    id,
    account: data('TargetUserName'),
    address: data('IpAddress'),
    status: /^(?:0x0)?$/.test(subStatus) ? data('Status') : subStatus,
    logonType: data('LogonType'),
  };
}

function decoded(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(\w{2,4}));/g,
    (whole, decimal, hex, name) => {
      const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
      if (typeof name === 'string') return ENTITIES[name] ?? whole;
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
