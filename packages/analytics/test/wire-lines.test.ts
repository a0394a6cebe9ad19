import { expect, it } from '@jest/globals';
import { createClientParser } from '@emas/request-context/internal';
import type { Hit } from '../src/hit.ts';
import { Recorder } from '../src/record/recorder.ts';

it('names a visitor once in a row, however often the page was viewed', () => {
  const recorder = new Recorder({
    app: 'portal',
    timeZone: 'Asia/Kuala_Lumpur',
    network: { ipv4: 32, ipv6: 64 },
    maxVisitors: 100,
    maxPages: 100,
    maxBuckets: 100,
  });
  const client = createClientParser(10)(
    'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  );
  const source = { referrer: '', utmSource: '', utmMedium: '', utmCampaign: '' };
  const time = Date.UTC(2026, 2, 4, 1);
  for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.1', '192.0.2.1', '192.0.2.2']) {
    const hit: Hit = { app: 'portal', time, address, client, country: '', page: '/', source };
    recorder.record(hit);
  }
  const rows: Record<string, unknown>[] = [];
  recorder.drainTo({
    add(_table, lines) {
      for (const line of lines) rows.push(JSON.parse(line));
    },
  });
  const { add_views: views, keys } = rows.find((row) => row['view_page'] === '/') ?? {};
  expect(views).toBe(5);
  expect(keys).toHaveLength(2);
});
