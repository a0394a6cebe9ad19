-- Any instants, unfiltered. Keys change daily, so visitors of several days are the sum of the days'.
SELECT
  start,
  sum(slot_views) AS views,
  sum(day_visitors) AS visitors,
  sum(slot_visits) AS visits,
  sum(slot_visits) AS starts,
  sum(slot_bounces) AS bounces,
  sum(slot_duration) AS duration
FROM (
  SELECT
-- @include label-of-slot.sql
    AS start,
    toDate(slot, {timeZone:String}) AS local_day,
    sum(views) AS slot_views,
    uniqMerge(visitors) AS day_visitors,
    sum(visits) AS slot_visits,
    sum(bounces) AS slot_bounces,
    sum(duration) AS slot_duration
  FROM emas_slots
  WHERE app = {app:String}
    AND slot >= toDateTime({from:UInt32}, 'UTC') AND slot < toDateTime({to:UInt32}, 'UTC')
  GROUP BY start, local_day
)
GROUP BY start
ORDER BY start
