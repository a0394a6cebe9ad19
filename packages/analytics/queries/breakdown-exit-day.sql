-- Exit pages of whole days, unfiltered.
-- @include breakdown-head.sql
    SELECT
      toString(exit_page) AS value,
      0 AS views,
      0 AS visitors,
      sum(exits) AS visits,
      0 AS starts,
      0 AS bounces,
      0 AS duration,
      visits AS size
    FROM emas_exit_pages_daily
    WHERE site = {site:String} AND day BETWEEN {firstDay:Date} AND {lastDay:Date}
    GROUP BY value
-- @include breakdown-tail.sql
