/**
 * Counts an access log with none of the package's code but the names of bots: its own way of reading
 * lines, of telling pages from files and of putting visits together.
 */
import { isbot } from 'isbot';
import { UAParser } from 'ua-parser-js';

export interface IndependentCount {
  lines: number;
  views: number;
  visits: number;
  bounces: number;
  visitors: number;
  leftOut: Record<string, number>;
  viewsByPage: Record<string, number>;
}

const FILES = new Set(
  'avif bmp css csv doc docx eot gif gz ico jpg jpeg js json map mjs mp3 mp4 ogg otf pdf png ppt pptx rar svg swf tar tgz tif tiff ttf txt wasm wav webm webmanifest webp woff woff2 xls xlsx xml zip'.split(
    ' ',
  ),
);

export function countIndependently(text: string): IndependentCount {
  const count: IndependentCount = {
    lines: 0,
    views: 0,
    visits: 0,
    bounces: 0,
    visitors: 0,
    leftOut: {},
    viewsByPage: {},
  };
  const open = new Map<string, { last: number; views: number }>();
  const people = new Set<string>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    count.lines += 1;
    const outcome = look(line);
    if (typeof outcome === 'string') {
      count.leftOut[outcome] = (count.leftOut[outcome] ?? 0) + 1;
      continue;
    }
    const { time, person, page } = outcome;
    count.views += 1;
    count.viewsByPage[page] = (count.viewsByPage[page] ?? 0) + 1;
    people.add(`${person} ${new Date(time).toISOString().slice(0, 10)}`);
    const visit = open.get(person);
    if (visit === undefined || time - visit.last > 1_800_000) {
      count.visits += 1;
      count.bounces += 1;
      open.set(person, { last: time, views: 1 });
      continue;
    }
    visit.views += 1;
    if (visit.views === 2) count.bounces -= 1;
    visit.last = Math.max(visit.last, time);
  }
  count.visitors = people.size;
  return count;
}

function look(line: string): string | { time: number; person: string; page: string } {
  const quoted = line.split('"');
  if (quoted.length < 7) return 'invalid';
  const [head = '', request = '', numbers = '', , , agent = ''] = quoted;
  const [method = '', url = ''] = request.split(' ');
  const status = Number(numbers.trim().split(' ')[0]);
  const stamp = /\[(.+?)\]/.exec(head)?.[1] ?? '';
  // 17/May/2015:10:05:03 +0000 → 17 May 2015 10:05:03 +0000
  const time = Date.parse(stamp.replaceAll('/', ' ').replace(':', ' '));
  if (Number.isNaN(time)) return 'invalid';
  const path = url.split('?')[0] ?? '';
  const last = path.split('/').at(-1) ?? '';
  if (method !== 'GET') return 'method';
  if (last.includes('.') && FILES.has(last.split('.').at(-1)?.toLowerCase() ?? '')) return 'asset';
  if (!(status >= 200 && status < 300) && status !== 304) return 'status';
  if (agent === '' || agent === '-' || isbot(agent)) return 'bot';
  const { browser, os, device } = new UAParser(agent.slice(0, 512)).getResult();
  const major = browser.version?.split('.')[0];
  // People of one IPv6 network share its first half.
  const address = head.split(' ')[0]?.split(':').slice(0, 4).join(':');
  return {
    time,
    person: [address, browser.name, major, os.name, device.type].join('|'),
    page: pageOf(path),
  };
}

function pageOf(path: string): string {
  let decoded = path;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    // As it came.
  }
  const parts = decoded.split(/[?#;]/)[0]?.split('/').filter(Boolean) ?? [];
  let date = false;
  const named = parts.map((part) => {
    date = date ? /^(0[1-9]|[12]\d|3[01])$/.test(part) : /^(19|20)\d\d$/.test(part);
    return !date && /^\d+$/.test(part) ? ':id' : part;
  });
  return `/${named.join('/')}`.slice(0, 200);
}
