import { describe, expect, test } from '@jest/globals';
import type { ReportRow } from '../pages/traffic/contract.ts';
import { failureOf, problemCode } from '../frame/web/failure.ts';
import { barShares } from '../drawings/bar-shares.ts';
import {
  cellText,
  cellValue,
  detailColumns,
  isSearchable,
  panelColumns,
} from '../pages/traffic/web/columns.ts';
import { PANELS } from '../pages/traffic/web/panel-list.ts';
import { tabAfterKey } from '../drawings/tabs.ts';
import { DIMENSIONS } from '@emas/analytics';

function aRow(changes: Partial<ReportRow> = {}): ReportRow {
  return { value: '/', visitors: 40, views: 90, visits: 50, bounceRate: 0.25, ...changes };
}

describe('the columns of a list', () => {
  test('fit its dimension', () => {
    expect(panelColumns('page', [aRow()])).toEqual(['visitors', 'views']);
    expect(panelColumns('source', [aRow()])).toEqual(['visitors', 'bounceRate']);
    expect(panelColumns('country', [aRow()])).toEqual(['visitors', 'share']);
  });

  test('leave out what no row knows', () => {
    const exit = aRow({ views: null, bounceRate: null });
    expect(panelColumns('exit_page', [exit])).toEqual(['visitors', 'visits']);
    expect(detailColumns([exit])).toEqual(['visitors', 'visits']);
  });

  test('give a share of all visitors, unless there are none', () => {
    expect(cellValue(aRow(), 'share', 160)).toBe(0.25);
    expect(cellValue(aRow(), 'share', 0)).toBeNull();
    // Rounded at random, a part may be more than the whole.
    expect(cellValue(aRow(), 'share', 35)).toBe(1);
  });

  test('show large figures short and keep them in full', () => {
    expect(cellText(128_044, 'views', 'en-MY')).toEqual({ shown: '128K', full: '128,044' });
    expect(cellText(0.25, 'bounceRate', 'en-MY').shown).toBe('25.0%');
    expect(cellText(null, 'views', 'en-MY').shown).toBe('–');
  });

  test('can be searched where the page shows what the server stores', () => {
    expect(isSearchable('page')).toBe(true);
    expect(isSearchable('country')).toBe(false);
  });

  test('draw bars against the longest', () => {
    expect(barShares([50, 25, null, 0])).toEqual([1, 0.5, 0, 0]);
    expect(barShares([0, 0])).toEqual([0, 0]);
  });
});

describe('the panels', () => {
  test('show every dimension once', () => {
    const shown = PANELS.flatMap(({ tabs }) => tabs.flatMap(({ dimensions }) => dimensions));
    expect(shown.toSorted()).toEqual([...DIMENSIONS].toSorted());
  });

  test.each([
    ['ArrowRight', 2, 0],
    ['ArrowLeft', 0, 2],
    ['Home', 1, 0],
    ['End', 1, 2],
    ['ArrowDown', 1, null],
  ])('move by %s from tab %d to %p', (key, from, to) => {
    expect(tabAfterKey(key, from, 3)).toBe(to);
  });
});

describe('failures', () => {
  test.each([
    [401, null, { kind: 'signed_out' }],
    [403, 'ERR_EMAS_DASHBOARD_FORBIDDEN', { kind: 'signed_out' }],
    [422, 'ERR_EMAS_DASHBOARD_NOT_KEPT', { kind: 'not_kept' }],
    [400, 'ERR_EMAS_DASHBOARD_QUERY', { kind: 'query' }],
    [503, 'ERR_EMAS_DASHBOARD_UNAVAILABLE', { kind: 'unavailable' }],
    [429, 'ERR_SOMETHING_ELSE', { kind: 'unknown', code: 'ERR_SOMETHING_ELSE' }],
    [502, null, { kind: 'unknown', code: 'HTTP 502' }],
  ])('of status %d with code %p are %j', (status, code, failure) => {
    expect(failureOf(status, code)).toEqual(failure);
  });

  test('get their code from a problem document only', () => {
    expect(problemCode({ code: 'ERR_X' })).toBe('ERR_X');
    expect(problemCode({ code: 7 })).toBeNull();
    expect(problemCode('ERR_X')).toBeNull();
    expect(problemCode(null)).toBeNull();
  });
});
