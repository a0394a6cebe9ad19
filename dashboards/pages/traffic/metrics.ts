/** The figures of a report, one of which the chart shows, in the order in which they are shown. */
export const METRICS = [
  'visitors',
  'visits',
  'views',
  'viewsPerVisit',
  'bounceRate',
  'visitDuration',
] as const;
