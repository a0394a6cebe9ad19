-- Any instants and filters. Views and visitors come from the hits, visits from where they began.
SELECT
  start,
  sum(views) AS views,
  sum(visitors) AS visitors,
  sum(page_visits) AS page_visits,
  sum(starts) AS starts,
  sum(bounces) AS bounces,
  sum(duration) AS duration
FROM (
  SELECT
    start,
    sum(day_views) AS views,
    sum(day_visitors) AS visitors,
    sum(day_page_visits) AS page_visits,
    0 AS starts,
    0 AS bounces,
    0 AS duration
  FROM (
    SELECT
-- @include label-of-slot.sql
      AS start,
      toDate(slot, {timeZone:String}) AS local_day,
      sum(views) AS day_views,
      sum(page_visits) AS day_page_visits,
      uniqMerge(visitors) AS day_visitors
    FROM emas_views
    WHERE
-- @include filters.sql
      AND (empty({pages:Array(String)}) OR page IN {pages:Array(String)})
    GROUP BY start, local_day
  )
  GROUP BY start
  UNION ALL
  SELECT
-- @include label-of-slot.sql
    AS start,
    0 AS views,
    0 AS visitors,
    0 AS page_visits,
    sum(emas_visits.starts) AS starts,
    sum(emas_visits.bounces) AS bounces,
    sum(emas_visits.duration) AS duration
  FROM emas_visits
  WHERE
-- @include filters.sql
    AND (empty({pages:Array(String)}) OR entry_page IN {pages:Array(String)})
  GROUP BY start
)
GROUP BY start
ORDER BY start
