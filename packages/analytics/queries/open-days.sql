-- Days of an app with rows that are not closed yet: how many, how many of them are being closed, and when the
-- last of them came.
SELECT day, origin, sum(held) AS rows, sumIf(held, from = 'emas_closing') AS closing, max(last) AS last
FROM (
  SELECT day, origin, _table AS from, _part AS part, count() AS held
  FROM merge(currentDatabase(), '^emas_(open|closing)$')
  WHERE app = {app:String}
  GROUP BY day, origin, from, part
) AS rows_of_parts
LEFT JOIN (
  SELECT name AS part, toUnixTimestamp(max(modification_time)) AS last
  FROM system.parts
  WHERE database = currentDatabase() AND table IN ('emas_open', 'emas_closing') AND active
  GROUP BY part
) AS parts USING part
GROUP BY day, origin
ORDER BY day, origin
