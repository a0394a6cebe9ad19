-- Whole days of the app's own zone, unfiltered: one row a day was written for this.
SELECT
  multiIf(
    {interval:String} = 'whole', '',
    {interval:String} = 'day', toString(day),
    {interval:String} = 'week', toString(toStartOfWeek(day, 1)),
    toString(toStartOfMonth(day))
  ) AS start,
  sum(views) AS views,
  sum(visitors) AS visitors,
  sum(visits) AS visits,
  sum(starts) AS starts,
  sum(bounces) AS bounces,
  sum(duration) AS duration
FROM emas_days
WHERE app = {app:String} AND day BETWEEN {firstDay:Date} AND {lastDay:Date}
GROUP BY start
ORDER BY start
