import { describe, expect, test } from '@jest/globals';
import type { RemovalReason } from '@emas/deprecation';
import type {
  DeprecatedRow,
  DeveloperReport,
  ErrorRow,
  PipelineRow,
  UpdateRow,
} from '../pages/developers/contract.ts';
import {
  SPARK_HEIGHT,
  SPARK_WIDTH,
  sparkArea,
  sparkLine,
} from '../pages/developers/web/spark-path.ts';
import { removalWords, sunsetWords } from '../pages/developers/web/removal-words.ts';
import { stateHint } from '../pages/developers/web/pipeline-words.ts';
import { summaryFigures } from '../pages/developers/web/summary-figures.ts';
import { updateWords } from '../pages/developers/web/update-words.ts';
import {
  deprecatedCsv,
  errorsCsv,
  pipelinesCsv,
  updatesCsv,
} from '../pages/developers/web/developer-csv.ts';
import { formatDate } from '../drawings/moments.ts';
import { DEFAULT_VIEW, formatView, parseView } from '../frame/web/view.ts';
import { addressOf } from './page-address.ts';
import { en, ms } from './developers-texts.ts';

function aRow(changes: Partial<DeprecatedRow> = {}): DeprecatedRow {
  return {
    endpoint: 'GET /api/v1/clinics',
    kind: 'endpoint',
    since: '2026-03-01',
    sunset: '2026-12-31',
    daysToSunset: 35,
    successor: 'GET /api/v2/clinics',
    count: 12,
    firstUse: '2026-03-02T00:00:00Z',
    lastUse: '2026-11-20T00:00:00Z',
    clients: [
      { id: 'curl 8', kind: 'family', count: 9, first: 'f', last: 'l', versions: ['2.0.0'] },
      { id: '=cmd()', kind: 'key', count: 3, first: 'f', last: 'l', versions: [] },
    ],
    trend: [0, 3],
    safe: false,
    because: {
      code: 'still_called',
      clients: 2,
      busiest: 'curl 8',
      withinDays: 30,
      sunsetPassed: false,
    },
    ...changes,
  };
}

function anError(changes: Partial<ErrorRow> = {}): ErrorRow {
  return {
    fingerprint: 'f1',
    name: 'TypeError',
    message: '=1+1',
    request: 'GET /api/fault',
    status: 500,
    stack: 'TypeError: x\n    at y',
    count: 4,
    first: 'f',
    last: 'l',
    isNew: true,
    trend: [1, 3],
    ...changes,
  };
}

const PIPELINE: PipelineRow = {
  name: 'traffic',
  kind: 'figures',
  states: [
    { state: 'dropping', since: '2026-11-23T01:00:00Z' },
    { state: 'parked', since: '2026-11-22T01:00:00Z' },
  ],
  losses: 0,
  fault: 'connect ECONNREFUSED',
  flow: {
    ...{ queued: 1, spooled: 2, spoolUsed: 0.75, oldest: '2026-11-23T00:00:00Z' },
    ...{ sent: 3, parked: 4, dropped: { spool_full: 5, closed: 6 } },
  },
};

const ENGINE: PipelineRow = {
  ...{ name: 'clickhouse', kind: 'engine', losses: 2, fault: '', flow: null },
  states: [{ state: 'opening', since: null }],
};

describe('the developer view in the address', () => {
  test('stays on its page and survives a reload', () => {
    const view = { ...DEFAULT_VIEW, page: 'developers' as const, period: 'today' as const };
    const address = formatView(view);
    expect(address).toBe('./developers?period=today');
    expect(parseView(address.slice('./developers'.length), addressOf('developers'))).toEqual(view);
  });
});

describe('whether something deprecated can go', () => {
  const called = (changes: object): RemovalReason => ({
    code: 'still_called',
    clients: 1,
    busiest: 'curl 8',
    withinDays: 30,
    sunsetPassed: false,
    ...changes,
  });

  test.each<[RemovalReason, string, string]>([
    [
      { code: 'never_called', watchedDays: 120 },
      'nobody has called it in 120 days of watching',
      'tiada sesiapa memanggilnya sepanjang 120 hari pemantauan',
    ],
    [
      { code: 'never_called', watchedDays: 1 },
      'nobody has called it in 1 day of watching',
      'tiada sesiapa memanggilnya sepanjang 1 hari pemantauan',
    ],
    [
      { code: 'quiet', quietDays: 45 },
      'the last call was 45 days ago',
      'panggilan terakhir 45 hari lalu',
    ],
    [
      called({}),
      '1 client called it in the last 30 days, most often curl 8',
      '1 klien memanggilnya dalam 30 hari lalu, paling kerap curl 8',
    ],
    [
      called({ clients: 1204, sunsetPassed: true }),
      '1,204 clients called it in the last 30 days, most often curl 8, although its sunset has passed',
      '1,204 klien memanggilnya dalam 30 hari lalu, paling kerap curl 8, walaupun tarikh tamatnya telah berlalu',
    ],
    [
      { code: 'watched_too_short', watchedDays: 4, wantedDays: 45, until: '2027-01-05' },
      'watched for 4 days without a call; 45 are needed, until 5 Jan 2027',
      'dipantau selama 4 hari tanpa panggilan; 45 hari diperlukan, sehingga 5 Jan 2027',
    ],
    [
      {
        ...{ code: 'may_call_again', clients: 1, client: 'curl 8' },
        ...{ everyDays: 92, until: '2027-01-05' },
      },
      'curl 8 has paused for 92 days before: wait until 5 Jan 2027',
      'curl 8 pernah berhenti memanggil selama 92 hari: tunggu sehingga 5 Jan 2027',
    ],
    [
      {
        ...{ code: 'may_call_again', clients: 2, client: '6ab9f1eb8f7d3388f4f9d586' },
        ...{ everyDays: null, until: '2027-01-05' },
      },
      '6ab9f1eb… called on one day only and may call once a year: wait until 5 Jan 2027',
      '6ab9f1eb… hanya memanggil pada satu hari dan mungkin memanggil setahun sekali: tunggu sehingga 5 Jan 2027',
    ],
    [{ code: 'code_calls' }, 'code still calls it', 'kod masih memanggilnya'],
  ])('is said of %j', (reason, english, malay) => {
    expect(removalWords(reason, en)).toBe(english);
    expect(removalWords(reason, ms)).toBe(malay);
  });

  test('is not drowned in a hash', () => {
    const words = removalWords(called({ busiest: '6ab9f1eb8f7d3388f4f9d586f66e99fd' }), en);
    expect(words).toContain('most often 6ab9f1eb…');
  });

  test.each([
    [35, '35 days left', '35 hari lagi'],
    [1, '1 day left', '1 hari lagi'],
    [0, 'today', 'hari ini'],
    [-3, '3 days over', 'lewat 3 hari'],
    [null, 'not set', 'tidak ditetapkan'],
  ])('has %p days to its sunset: %s', (days, english, malay) => {
    expect(sunsetWords(days, en)).toBe(english);
    expect(sunsetWords(days, ms)).toBe(malay);
  });

  test('has its days in words', () => {
    expect(formatDate('2026-12-31', 'en-MY')).toBe('31 Dec 2026');
    expect(formatDate('2026-12-31', 'ms-MY')).toBe('31 Dis 2026');
  });
});

describe('the summary', () => {
  test('counts what there is to look at', () => {
    const report: DeveloperReport = {
      app: 'portal',
      version: '2.0.0',
      node: 'v20',
      range: {
        period: '7d',
        from: '2026-11-17',
        to: '2026-11-23',
        timeZone: 'UTC',
        interval: 'day',
      },
      slots: [],
      deprecated: [aRow(), aRow({ safe: true }), aRow({ count: 0 })],
      errors: [anError(), anError({ isNew: false })],
      updates: [],
      blocked: [],
      pipelines: [PIPELINE, { ...PIPELINE, states: [{ state: 'ok', since: null }] }, ENGINE],
      complete: true,
      generatedAt: '2026-11-23T00:00:00Z',
    };
    expect(Object.fromEntries(summaryFigures(report))).toEqual({
      called: 1,
      removable: 1,
      errors: 2,
      newErrors: 1,
      updates: 0,
      troubled: 1,
    });
  });
});

describe('what a state means', () => {
  test('is said of servers, writers and files in their own words, in both languages', () => {
    expect(stateHint('engine', 'ok', en)).toBe('it answers');
    expect(stateHint('figures', 'ok', en)).toBe('everything arrives');
    expect(stateHint('figures', 'parked', en)).toContain('ClickHouse rejected rows');
    expect(stateHint('store', 'unwritable', en)).toBe('it answers, but takes no writes');
    expect(stateHint('file', 'unwritable', en)).toContain('lines wait in memory');
    expect(stateHint('store', 'ok', ms)).toBe('menjawab seperti biasa');
    expect(stateHint('figures', 'parked', ms)).toContain('ClickHouse menolak beberapa baris');
    expect(stateHint('file', 'unwritable', ms)).toContain('menunggu dalam memori');
  });
});

describe('a trend', () => {
  test('goes from edge to edge, its highest at the top', () => {
    expect(sparkLine([0, 2, 1])).toBe(`M2 ${SPARK_HEIGHT - 2}L${SPARK_WIDTH / 2} 2L94 12`);
    expect(sparkArea([0, 2])).toBe('M2 22L94 2L94 22L2 22Z');
  });

  test('is level where there is one figure or nothing but zeros, and empty without any', () => {
    expect(sparkLine([4])).toBe('M2 2L94 2');
    expect(sparkLine([0, 0])).toBe('M2 22L94 22');
    expect(sparkLine([])).toBe('');
    expect(sparkArea([])).toBe('');
  });
});

describe('updates', () => {
  const anUpdate = (changes: Partial<UpdateRow>): UpdateRow => ({
    time: 't',
    event: 'package_updated',
    package: 'undici',
    from: '7.0.0',
    to: '7.1.0',
    ...changes,
  });

  test('are told in both languages', () => {
    expect(updateWords(anUpdate({}), en)).toBe('undici updated from 7.0.0 to 7.1.0');
    expect(updateWords(anUpdate({}), ms)).toBe('undici dikemas kini dari 7.0.0 ke 7.1.0');
    expect(updateWords(anUpdate({ event: 'package_removed' }), en)).toBe('undici 7.0.0 removed');
    expect(updateWords(anUpdate({ event: 'app_updated', to: '' }), en)).toBe(
      'App updated from 7.0.0 to ?',
    );
    expect(updateWords(anUpdate({ event: 'versions_recorded', to: '' }), en)).toBe(
      'Versions recorded for the first time',
    );
  });
});

describe('developer files for a spreadsheet', () => {
  test('have a line for each client of what is deprecated, and one where there is none', () => {
    const [, first, second, third] = deprecatedCsv([
      aRow(),
      aRow({ endpoint: 'old()', clients: [], sunset: null, because: { code: 'code_calls' } }),
    ]).split('\r\n');
    expect(first).toContain('GET /api/v1/clinics,endpoint,2026-03-01,2026-12-31,');
    expect(first).toContain(',no,still_called,curl 8,family,9,l');
    expect(second).toContain(",'=cmd(),key,3,l");
    expect(third).toContain('old(),endpoint,2026-03-01,,');
    expect(third).toMatch(/,no,code_calls,,,,$/);
  });

  test('have errors, updates and pipelines, with formulas kept text', () => {
    expect(errorsCsv([anError()]).split('\r\n')[1]).toBe(
      "f1,TypeError,'=1+1,GET /api/fault,500,4,f,l,yes",
    );
    const update = { time: 't', event: 'package_added', package: '@emas/x', from: '', to: '1' };
    expect(updatesCsv([{ ...update, event: 'package_added' }]).split('\r\n')[1]).toBe(
      "t,package_added,'@emas/x,,1",
    );
    const [head, pipeline, engine] = pipelinesCsv([PIPELINE, ENGINE]).split('\r\n');
    expect(head).toBe(
      '\ufeffname,kind,state,since,losses,queued,spooled,spool_used,oldest,sent,parked,dropped,fault',
    );
    expect(pipeline).toBe(
      'traffic,figures,"dropping; parked",2026-11-23T01:00:00Z,0,1,2,0.75,2026-11-23T00:00:00Z,3,4,' +
        '"spool_full: 5; closed: 6",connect ECONNREFUSED',
    );
    expect(engine).toBe('clickhouse,engine,opening,,2,,,,,,,,');
  });
});

describe('the developer texts', () => {
  test.each(['clientKinds', 'pipelineNames', 'dropReasons'] as const)(
    'have all %s in both languages',
    (catalogue) => {
      expect(Object.keys(ms.developers[catalogue]).toSorted()).toEqual(
        Object.keys(en.developers[catalogue]).toSorted(),
      );
    },
  );

  test('are not empty', () => {
    const texts = [...Object.values(en.developers), ...Object.values(ms.developers)];
    expect(texts.filter((text) => text === '')).toEqual([]);
  });
});
