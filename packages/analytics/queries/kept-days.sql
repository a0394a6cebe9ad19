-- Days of which something is kept, of one app, or of all where it is '': closed ones, and those with rows.
SELECT app, day, origin, sum(day_views) AS views
FROM (
  SELECT app, day, origin, totals.views AS day_views
  FROM emas_closed_days AS closed
  LEFT JOIN (
    SELECT app, portion, views FROM emas_cells WHERE dimension1 = ''
  ) AS totals USING (app, portion)
  UNION ALL
  SELECT app, day, origin, if(kind IN ('hit', 'view'), hits, 0) AS day_views
  FROM merge(currentDatabase(), '^emas_(open|closing)$')
)
WHERE {app:String} = '' OR app = {app:String}
GROUP BY app, day, origin
ORDER BY app, day
