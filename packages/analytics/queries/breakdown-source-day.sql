-- Sources or channels of whole days, unfiltered.
-- @include breakdown-head.sql
    SELECT
      toString({dimension:Identifier}) AS value,
      sum(told_views) AS views,
      sum(told_visitors) AS visitors,
      sum(told_visits) AS visits,
      sum(told_visits) AS starts,
      sum(told_bounces) AS bounces,
      sum(told_duration) AS duration,
      visitors AS size
    FROM (
      SELECT
        referrer,
        utm_source,
        utm_medium,
        sum(views) AS told_views,
        sum({visitorsOf:Identifier}) AS told_visitors,
        sum(visits) AS told_visits,
        sum(bounces) AS told_bounces,
        sum(duration) AS told_duration
      FROM emas_sources_daily
      WHERE app = {app:String} AND day BETWEEN {firstDay:Date} AND {lastDay:Date}
      GROUP BY referrer, utm_source, utm_medium
    ) AS figures
    INNER JOIN (
-- @include classified-sources.sql
    ) AS classified USING (referrer, utm_source, utm_medium)
    GROUP BY value
-- @include breakdown-tail.sql
