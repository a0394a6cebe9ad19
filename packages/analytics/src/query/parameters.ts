import { SOURCE_COLUMNS } from '../source/classify.ts';
import { addDays, startOfDay } from '@emas/calendar';
import type { CheckedQuestion, FilterDimension } from './question.ts';

const PARAMETER_OF: Readonly<Record<FilterDimension, string>> = {
  page: 'pages',
  entry_page: 'entryPages',
  source: 'sources',
  channel: 'channels',
  referrer: 'referrers',
  utm_source: 'utmSources',
  utm_medium: 'utmMediums',
  utm_campaign: 'utmCampaigns',
  device: 'devices',
  browser: 'browsers',
  os: 'systems',
  country: 'countries',
};

/** A question as the parameters that every query file knows. */
export function parametersOf(question: CheckedQuestion): Record<string, unknown> {
  const { app, from, to, timeZone, filters } = question;
  const end = startOfDay(addDays(to, 1), timeZone);
  const values = Object.fromEntries(
    Object.entries(PARAMETER_OF).map(([dimension, name]) => [
      name,
      filters.filter((filter) => filter.dimension === dimension).map(({ value }) => value),
    ]),
  );
  return {
    app,
    timeZone,
    firstDay: from,
    lastDay: to,
    from: startOfDay(from, timeZone) / 1000,
    to: Math.ceil(Math.min(end, question.until ?? end) / 1000),
    ...values,
    ruleKeys: SOURCE_COLUMNS.keys,
    ruleNames: SOURCE_COLUMNS.names,
    ruleCategories: SOURCE_COLUMNS.categories,
  };
}
