-- Exit pages under any instants and filters.
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
    FROM emas_exits
    WHERE
-- @include filters.sql
      AND (empty({pages:Array(String)}) OR exit_page IN {pages:Array(String)})
    GROUP BY value
-- @include breakdown-tail.sql
