-- Whole days of the app's own zone, unfiltered, by a column of one daily table.
-- @include breakdown-head.sql
    SELECT
      toString({dimension:Identifier}) AS value,
      sum(daily.views) AS views,
      sum(daily.{visitorsOf:Identifier}) AS visitors,
      sum(daily.visits) AS visits,
      sum(daily.starts) AS starts,
      sum(daily.bounces) AS bounces,
      sum(daily.duration) AS duration,
      visitors AS size
    FROM {table:Identifier} AS daily
    WHERE app = {app:String} AND day BETWEEN {firstDay:Date} AND {lastDay:Date}
    GROUP BY value
-- @include breakdown-tail.sql
