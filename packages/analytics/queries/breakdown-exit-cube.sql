-- Exit pages under any instants and filters.
-- @include breakdown-head.sql
-- @include breakdown-exit-sums.sql
    FROM emas_exits
    WHERE
-- @include filters.sql
      AND (empty({pages:Array(String)}) OR exit_page IN {pages:Array(String)})
    GROUP BY value
-- @include breakdown-tail.sql
