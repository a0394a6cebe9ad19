import { describe, expect, test } from '@jest/globals';
import {
  DEFAULT_VIEW,
  formatView,
  hasFilter,
  parseView,
  reportQuery,
  withFilter,
  withoutFilter,
  withChoice,
} from '../frame/web/view.ts';
import type { View } from '../frame/web/view.ts';
import { addressOf } from './page-address.ts';

const CLAIMS = { dimension: 'page', value: '/claims' } as const;
const MALAYSIA = { dimension: 'country', value: 'MY' } as const;

function aView(changes: Partial<View> = {}): View {
  return { ...DEFAULT_VIEW, page: 'traffic', ...changes };
}

function parsed(search: string): View {
  return parseView(search, addressOf('traffic'));
}

/** What the address bar would give back after a reload. */
function reload(view: View): View {
  return parsed(formatView(view).slice(`./${view.page}`.length));
}

describe('the view in the address', () => {
  test('is empty for the usual view', () => {
    expect(formatView(aView())).toBe('./traffic');
    expect(parsed('')).toEqual(aView());
  });

  test('stays readable', () => {
    const view = aView({
      period: '30d',
      timeZone: 'Asia/Tokyo',
      filters: [CLAIMS],
      language: 'ms',
    });
    expect(formatView(view)).toBe('./traffic?period=30d&tz=Asia/Tokyo&filter=page:/claims&lang=ms');
  });

  test.each([
    aView({ period: 'today', choices: { metric: 'bounceRate' } }),
    aView({ period: 'custom', from: '2026-11-01', to: '2026-11-09' }),
    aView({ filters: [CLAIMS, MALAYSIA], timeZone: 'America/Argentina/Buenos_Aires' }),
    aView({ filters: [{ dimension: 'page', value: '/a?b=c&d=%2F:#é <script>' }] }),
    aView({ filters: [{ dimension: 'country', value: '' }] }),
  ])('survives a reload: %j', (view) => {
    expect(reload(view)).toEqual(view);
  });

  test('keeps the colons of a value', () => {
    const { filters } = parsed('filter=source:https://example.my:8443');
    expect(filters).toEqual([{ dimension: 'source', value: 'https://example.my:8443' }]);
  });

  test.each([
    'period=decade',
    'period=custom',
    'period=custom&from=2026-11-01',
    'period=constructor',
  ])('falls back to 7 days from %s', (search) => {
    expect(parsed(search)).toMatchObject({ period: '7d', from: null, to: null });
  });

  test.each(['2026-13-01', '1 Nov 2026', '2026-11-1'])('does not take %s for a day', (from) => {
    const query = new URLSearchParams({ period: 'custom', from, to: '2026-12-01' });
    expect(parsed(query.toString()).period).toBe('7d');
  });

  test('ignores dimensions, languages and metrics that do not exist', () => {
    const view = parsed('filter=shoe:42&filter=page&filter=:x&lang=tlh&metric=luck');
    expect(view).toEqual(aView());
  });
});

describe('the query to the server', () => {
  test('names the zone even where the address leaves it to the app', () => {
    expect(reportQuery(aView(), 'Asia/Kuala_Lumpur')).toBe('period=7d&tz=Asia%2FKuala_Lumpur');
  });

  test('does not change with what only the page cares about', () => {
    const plain = reportQuery(aView(), 'UTC');
    expect(reportQuery(aView({ choices: { metric: 'views' }, language: 'ms' }), 'UTC')).toBe(plain);
  });

  test('carries days and filters', () => {
    const view = aView({
      period: 'custom',
      from: '2026-11-01',
      to: '2026-11-09',
      filters: [CLAIMS, MALAYSIA],
    });
    const query = new URLSearchParams(reportQuery(view, 'UTC'));
    expect(query.get('from')).toBe('2026-11-01');
    expect(query.get('to')).toBe('2026-11-09');
    expect(query.getAll('filter')).toEqual(['page:/claims', 'country:MY']);
  });
});

describe('filters', () => {
  test('are one for each dimension: the newer one stays', () => {
    const view = withFilter(withFilter(aView({ filters: [MALAYSIA] }), CLAIMS), {
      dimension: 'page',
      value: '/help',
    });
    expect(view.filters).toEqual([MALAYSIA, { dimension: 'page', value: '/help' }]);
  });

  test('can be taken away again', () => {
    const view = withFilter(aView(), CLAIMS);
    expect(hasFilter(view, CLAIMS)).toBe(true);
    expect(hasFilter(withoutFilter(view, 'page'), CLAIMS)).toBe(false);
  });

  test('make way for one that cannot hold beside them', () => {
    const view = withFilter(aView({ filters: [MALAYSIA] }), CLAIMS, () => false);
    expect(view.filters).toEqual([CLAIMS]);
  });
});

test('a parameter of the page leaves the address where it is as usual', () => {
  const chosen = withChoice(aView(), 'metric', 'views', 'visitors');
  expect(formatView(chosen)).toBe('./traffic?metric=views');
  expect(withChoice(chosen, 'metric', 'visitors', 'visitors')).toEqual(aView());
  expect(parsed('metric=visitors')).toEqual(aView());
});
