import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { searchLogs } from '@emas/logging';
import { openBrowser } from '../browser/open-browser.js';
import { startExample } from '../engine/start-example.ts';
import type { RunningExample } from '../engine/start-example.ts';
import { wholeDay } from './day.ts';
import { readersCome } from './day-in-chromium.ts';
import { asTally, expectedOf, reportWhen, staffOf } from './day-report.ts';
import type { DayReport } from './day-report.ts';
import { DayTally } from './day-tally.ts';

/* A day at the portal, then what each audience is told of it: no more and no less. */

const PORTAL = new URL('../../examples/portal/dist/main.js', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'emas-day-'));
const EMAS_DATA = join(folder, 'data');

const tally = new DayTally();
let portal: RunningExample;
let report: DayReport;
beforeAll(async () => {
  portal = await startExample(PORTAL, { EMAS_DATA, EMAS_VERSION: '0.9.0' });
  const day = { origin: portal.origin, tally };
  await wholeDay(day);
  const browser = await openBrowser();
  await readersCome(day, browser);
  await browser.close();
  await portal.stop();
  portal = await startExample(PORTAL, { EMAS_DATA, EMAS_VERSION: '1.0.0' });
  report = await reportWhen(await staffOf(portal.origin), tally);
});
afterAll(async () => {
  await portal?.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('the day was what it was meant to be', () => {
  expect(tally.views).toBeGreaterThan(18);
  expect(tally.failures.get('refused')).toBeGreaterThan(0);
  expect(Object.fromEntries(tally.choices)).toEqual({ refuse: 2, accept: 2 });
  expect(tally.errors).toBe(3);
  expect(tally.successesAfterFailures).toBe(1);
});

it('all audiences together are told what happened, no more and no less', () => {
  expect(asTally(report)).toEqual(expectedOf(tally));
});

it('each choice about consent has its receipt on the log', async () => {
  const choices: Record<string, number> = {};
  for await (const { data } of searchLogs(join(EMAS_DATA, 'logs'), { event: 'consent_recorded' })) {
    const choice = String(data['choice']);
    choices[choice] = (choices[choice] ?? 0) + 1;
  }
  expect(choices).toEqual(Object.fromEntries(tally.choices));
});

describe('security', () => {
  it('sees the attack as one incident, with where it came from', async () => {
    const { security } = report;
    expect(security.totals.failures).toBe(tally.allFailures);
    expect(security.tables.prefix[0]?.value).toBe('198.51.100.0/24');
    expect(security.successesAfterFailures).toHaveLength(1);
  });
});

describe('developers', () => {
  it('see that the old endpoint cannot go, and the version that changed', () => {
    const { deprecated, updates, pipelines, complete } = report.developers;
    expect(deprecated).toMatchObject([
      {
        endpoint: 'GET /api/v1/clinics',
        safe: false,
        because: { code: 'still_called', clients: 2, busiest: 'claims-app' },
      },
    ]);
    expect(updates).toMatchObject([
      { event: 'app_updated', from: '0.9.0', to: '1.0.0' },
      { event: 'versions_recorded', to: '0.9.0' },
    ]);
    expect(pipelines.flatMap(({ states }) => states).filter(({ state }) => state !== 'ok')).toEqual(
      [],
    );
    expect(complete).toBe(true);
  });
});
